//! Your batch normalization, as bnspec calls it. Replace the body of train_forward by your own code or a call of it.
mod bnspec;
use bnspec::{Call, Refusal, Tensor, Tensors};

/// Training: each channel by its own mean and biased variance. `find` returns None for a tensor that is not given.
fn train_forward(call: &Call) -> Result<Tensors, Refusal> {
    let x = call.get("x")?;
    let channels = x.shape[1];
    let space: usize = x.shape[2..].iter().product();
    let m = x.shape[0] * space;
    for (name, tensor) in &call.tensors {
        if name != "x" && tensor.len() != channels {
            return Err(Refusal::Rejected(format!("{} expected one value per channel", name)));
        }
    }
    if !(call.epsilon >= 0.0) {
        return Err(Refusal::Rejected("epsilon expected a number >= 0".to_string()));
    }
    let values = x.as_f32()?;
    let gamma = call.find("gamma").map(Tensor::as_f32).transpose()?;
    let beta = call.find("beta").map(Tensor::as_f32).transpose()?;

    let (mut y, mut means, mut variances) = (vec![0f32; x.len()], vec![0f32; channels], vec![0f32; channels]);
    for c in 0..channels {
        let at = |i: usize| (i / space * channels + c) * space + i % space;
        let mean = (0..m).map(|i| values[at(i)] as f64).sum::<f64>() / m as f64;
        let variance = (0..m).map(|i| (values[at(i)] as f64 - mean).powi(2)).sum::<f64>() / m as f64;
        let scale = gamma.map_or(1.0, |gamma| gamma[c] as f64) / (variance + call.epsilon).sqrt();
        let shift = beta.map_or(0.0, |beta| beta[c] as f64);
        for i in 0..m {
            y[at(i)] = ((values[at(i)] as f64 - mean) * scale + shift) as f32;
        }
        means[c] = mean as f32;
        variances[c] = variance as f32;
    }
    Ok(Tensors::from([
        ("y", Tensor::f32(&x.shape, y)),
        ("mean", Tensor::f32(&[channels], means)),
        ("variance", Tensor::f32(&[channels], variances)),
    ]))
}

// More to offer: infer_forward, train_backward, infer_backward, saved_backward.
fn main() {
    // State in the claims where yours differs. "first": the channels lie along axis 1, else along call.axis. Others:
    // "affine": "none" (no gamma and beta), "epsilons": [1e-5] (a fixed epsilon); all are in impl/adapters/README.md.
    let claims = r#"{"dtypes": ["float32"], "channelAxis": "first"}"#;
    bnspec::serve("mine", "1", claims, &[("train_forward", train_forward)]);
}
