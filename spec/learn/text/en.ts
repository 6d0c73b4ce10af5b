/** The words of the page in English. */
export const en = {
  'page.title': 'Batch normalization, in moving pictures',
  'page.lead':
    'A deep network learns badly when the numbers inside it are too large, too small or all alike. Batch normalization keeps them in a range where they can learn. Here you can watch it, stop it, change it and break it. Everything is computed in this page while you look.',
  'page.language': 'Language',
  'page.contents': 'Parts',
  'page.skip': 'Skip to the content',
  'page.foot':
    'Every number on this page was computed here, by the implementation “{name}” of bnspec. The page sends nothing and stores nothing.',

  'common.activation': 'Activation',
  'common.tanh': 'tanh',
  'common.relu': 'ReLU',
  'common.with': 'with batch normalization',
  'common.without': 'without',
  'common.number': 'Not used: this must be a number from {min} to {max}. The last good one is kept.',
  'common.whole': 'Not used: this must be a whole number from {min} to {max}. The last good one is kept.',

  'player.play': 'Play',
  'player.stop': 'Stop',
  'player.back': 'One step back',
  'player.forward': 'One step forward',

  'standardize.title': 'Put the features on one scale',
  'standardize.short': 'One scale',
  'standardize.lead':
    'Two features, one with large numbers and one with small ones. To standardize means to subtract the mean of each and to divide by its standard deviation. The cloud moves to the origin and becomes round.',
  'standardize.why':
    'Why does that help? A step that is safe along the steep side of a long valley is far too short along the flat side. In a round bowl one step length suits every direction. Inside a deep network every layer is the input of the next one, so the same trick is worth applying again at every layer.',
  'standardize.way': 'From raw to standardized',
  'standardize.cloud': 'The data',
  'standardize.hill': 'The loss, seen from above, and the way down',
  'standardize.cloudLabel':
    'Scatter plot. Feature 1 has mean {mean1} and standard deviation {std1}, feature 2 mean {mean2} and standard deviation {std2}.',
  'standardize.hillLabel':
    'Rings of equal loss around the best weights, and the path of gradient descent. It takes {needed} steps to a hundredth of the loss.',
  'standardize.feature1': 'feature 1',
  'standardize.feature2': 'feature 2',
  'standardize.weight1': 'weight 1',
  'standardize.weight2': 'weight 2',
  'standardize.steps': 'Steps of gradient descent',
  'standardize.ratio': 'steepest side : flattest side',
  'standardize.needed': 'steps to 1% of the loss, now',
  'standardize.neededRaw': 'steps to 1% on the raw data',

  'saturation.title': 'A neuron that feels nothing',
  'saturation.short': 'Saturation',
  'saturation.lead':
    'A neuron multiplies its input x by a weight W, and an activation bends the product. In the shaded area the curve is flat: the input changes, and the output hardly does. That is saturation, and a change that does not pass through forward does not come back as a gradient either.',
  'saturation.why':
    'With W = 0.1 an input of 1 gives tanh(0.1) = {small}, still on the slope. An input of 20 gives tanh(2) = {large}, and only {slope} of a small change gets through. Turn normalization on: the same inputs, seen relative to their batch, spread over the middle of the curve again.',
  'saturation.before': 'Before the activation',
  'saturation.nothing': 'nothing',
  'saturation.normalization': 'batch normalization',
  'saturation.x': 'Input x',
  'saturation.weight': 'Weight W',
  'saturation.one': 'x = 1',
  'saturation.twenty': 'x = 20',
  'saturation.sum': 'W · x',
  'saturation.into': 'goes into the activation',
  'saturation.out': 'comes out',
  'saturation.slope': 'of a small change comes through',
  'saturation.zone': 'flat',
  'saturation.axis': 'into the activation',
  'saturation.label':
    'The curve of {activation}. The neuron is at {before}, its output is {after}, and {slope} of a small change comes through. Smaller dots are other inputs of the same batch.',

  'where.title': 'Where it goes',
  'where.short': 'Where',
  'where.batch':
    'A network does not see all its data at once. The data are shuffled and dealt out in small portions, the mini-batches; after each of them the weights take one step. Here a batch means one such portion, and the mean and the variance are taken over it, for each unit by itself.',
  'where.lead':
    'Between the weighted sum and the activation. Each dot is one sample of a batch on its way through one unit of a layer.',
  'where.why':
    'The sum comes out shifted and stretched. Batch normalization moves it back around 0 with a spread of 1, just before the activation would squeeze it. Without it most samples arrive on the flat part and leave with the same value.',
  'where.way': 'On the way',
  'where.side': 'The layer',
  'where.input': 'input',
  'where.connected': 'fully connected',
  'where.normalized': 'batch normalization',
  'where.activated': 'activation',
  'where.inputShort': 'input',
  'where.connectedShort': 'sum',
  'where.normalizedShort': 'normalize',
  'where.activatedShort': 'activate',
  'where.label': 'The samples at the stage “{stage}” lie between {least} and {most}.',

  'distributions.title': 'What it does in every layer',
  'distributions.short': 'Layers',
  'distributions.lead':
    'Eight hidden layers of 10 units that have learned nothing yet, and one batch that passes through. Choose how large the random weights are. Small weights let the signal fade from layer to layer, large ones push it against the walls in every layer.',
  'distributions.why':
    'With normalization the picture hardly depends on the size of the weights: every layer receives values around 0 with a spread of 1. That is why such networks forgive a careless start. The percentages say how many values lie where the activation is flat. For ReLU about half is healthy: that is its left side.',
  'distributions.size': 'Size of the weights (standard deviation)',
  'distributions.draw': 'Draw new weights',

  'layers.without.before': 'without · before the activation',
  'layers.without.after': 'without · after it, and how much is flat',
  'layers.with.before': 'normalized · before the activation',
  'layers.with.after': 'normalized · after it, and how much is flat',
  'layers.axis': 'hidden layer; before {before}, after {after}',
  'layers.label':
    'Histograms for each hidden layer. Share of values on the flat part of the activation, layer by layer: without {without}; with batch normalization {with}.',

  'algorithm.title': 'Four lines',
  'algorithm.short': 'Four lines',
  'algorithm.lead':
    'This is all of it. Change the batch and watch each line. Two more numbers are learned for each unit: γ stretches the result, β shifts it.',
  'algorithm.table': 'A batch of six values, and its result',
  'algorithm.field': 'Value {number} of the batch',
  'algorithm.batch': 'the batch',
  'algorithm.mean': 'its mean',
  'algorithm.variance': 'its variance',
  'algorithm.normalized': 'normalized',
  'algorithm.y': 'scaled and shifted',
  'algorithm.label':
    'Three number lines: the batch around its mean {mean} with standard deviation {std}, the normalized values, and the result, joined value by value.',
  'algorithm.gamma': 'γ, stretches',
  'algorithm.beta': 'β, shifts',
  'algorithm.epsilon': 'ε, keeps the root away from 0',
  'algorithm.epsilonSmall': '0.00001',
  'algorithm.epsilonOne': '1',
  'algorithm.epsilonTen': '10',
  'algorithm.undo': 'Give x back: γ = √(σ² + ε), β = μ',
  'algorithm.reset': 'γ = 1, β = 0',
  'algorithm.meanOfY': 'mean of y',
  'algorithm.stdOfY': 'standard deviation of y',
  'algorithm.away': 'largest difference of y from x',
  'algorithm.why':
    'If normalizing was a bad idea for some unit, the network can take it back: with γ the standard deviation and β the mean, y is x again, up to rounding. It may also stop half way. It learns γ and β like any weight.',

  'backward.title': 'The way back',
  'backward.short': 'Backward',
  'backward.audience':
    'For those who write the gradients themselves. A library does this part for you: who only uses one may go on to the next.',
  'backward.lead':
    'Every x moves the mean and the variance, and so every y of the batch. The gradient by x therefore has three terms. Take one away and compare: the rings show what really happens when each x is nudged a little and the outcome is measured.',
  'backward.table': 'The batch of the part above, the gradient that arrives, and the gradient that leaves',
  'backward.field': 'Gradient {number} that arrives',
  'backward.terms': 'Terms of dx',
  'backward.direct': 'direct: through its own y',
  'backward.mean': 'through the mean',
  'backward.variance': 'through the variance',
  'backward.total': 'dx, their sum',
  'backward.measured': 'measured by nudging x',
  'backward.reset': 'Start again',
  'backward.sum': 'sum of dx',
  'backward.along': 'sum of dx · (x − μ)',
  'backward.error': 'largest difference from the measurement',
  'backward.label':
    'Bars of the three terms for each value, and their sum: {dx}. The sum differs from the measurement by at most {error}.',
  'backward.why':
    'Shifting the whole batch changes no y, so dx must sum to 0. Stretching it changes almost nothing either, so dx barely points that way. The first comes from the middle term, the second from the last one. Training may still run when a term is forgotten, only it runs downhill on the wrong hill.',

  'experiment.title': 'The experiment',
  'experiment.short': 'Experiment',
  'experiment.lead':
    '{points} points of y = x² − 5 with noise of standard deviation {noiseStd}, for x from {from} to {to}. {layers} hidden layers of {units} units. The same data, weights and order of batches twice: once with batch normalization, also on the input, and once without.',
  'experiment.settings':
    'Weights start normal with standard deviation {weightStd}, biases at {bias}. Batches of {batch}, Adam with learning rate {rate}, {epochs} epochs. ε = {epsilon}; running statistics are updated by each batch with weight {momentum}. Losses and fits are in inference, on {testPoints} fresh points.',
  'experiment.train': 'Train again',
  'experiment.seed': 'Seed',
  'experiment.epoch': 'Epoch',
  'experiment.of': '{epoch} of {epochs}',
  'experiment.idle': 'Not trained yet.',
  'experiment.training': 'Training both networks …',
  'experiment.done': 'Both networks are trained. Play the epochs or move through them.',
  'experiment.loss': 'Loss (mean squared error)',
  'experiment.fit': 'Predictions of the networks',
  'experiment.layers': 'The hidden layers at this epoch',
  'experiment.lossLabel': 'Loss by epoch. The last is {without} without and {with} with batch normalization.',
  'experiment.fitLabel': 'Points of the parabola, and the curve that each network predicts at this epoch.',
  'experiment.lossWithout': 'loss without',
  'experiment.lossWith': 'loss with batch normalization',
  'experiment.lostWithout': 'units lost in the worst layer, without',
  'experiment.lostWith': 'units lost in the worst layer, with',
  'experiment.why':
    'A unit is lost when its activation is flat for every point: nothing that happens before it can reach the output. Without normalization deep layers are lost, with tanh because they saturate as training pushes them, with ReLU because they are dead from the start. The network can then only predict one number. With normalization hardly a unit is lost, and the curve appears.',
  'experiment.seeds':
    'It is not one lucky seed. The tests of this project run the experiment with {seeds} of them, with tanh and with ReLU. Each time the loss with normalization ends below {loss} of the loss without; with normalization no layer loses more than {lostWith} of its units, and without it each of the last {deep} layers loses at least {lostWithout}.',

  'inference.title': 'Training and use are not the same',
  'inference.short': 'In use',
  'inference.lead':
    'In training the mean and the variance are those of the batch. In use there may be a single sample, so the layer needs statistics that it has collected. It keeps running ones: after each batch a little of the new, the rest of the old. A small weight is steady and slow, a large one quick and restless.',
  'running.momentum': 'Weight of the new batch (momentum)',
  'running.batch': 'Size of a batch',
  'running.draw': 'Draw new batches',
  'running.axis': 'batches seen',
  'running.mean': 'running mean → true mean',
  'running.variance': 'running variance → true variance',
  'running.meanShort': 'mean',
  'running.varianceShort': 'variance',
  'running.true': 'true values',
  'running.label':
    'Running statistics over the batches. The running mean ends at {mean} where the true mean is {trueMean}; the running variance at {variance} where the true one is {trueVariance}. Faint dots are the means of single batches.',

  'mistakes.title': 'Famous mistakes',
  'mistakes.lead':
    'Batch normalization is short, and still it is often written wrong. Choose a mistake. You see it on one batch, then in a small network that trains once right and once with it, and then the test suite of this project examines it, here in the page.',
  'mistakes.why':
    'Look at the dashed curves, the loss in training: most mistakes hardly show there. A network learns around them, and somebody wonders for weeks why the results are a little worse. That is what a test suite is for.',
  'mistakes.choose': 'The mistake',
  'mistakes.offset': 'How far the batch lies from 0',
  'mistakes.offset0': '0',
  'mistakes.offset100': '100',
  'mistakes.offset10000': '10 000',
  'mistakes.batch': 'On one batch',
  'mistakes.curves': 'In a network: loss in training (dashed) and in use',
  'mistakes.fit': 'Their predictions in use, point by point',
  'mistakes.suite': 'Verdict of the suite',
  'mistakes.right': 'right',
  'mistakes.wrong': 'with the mistake',
  'mistakes.same': 'On this batch no difference is visible. Move it farther from 0.',
  'mistakes.listed': 'Differences in: {names}.',
  'mistakes.batchLabel': 'The results of {output}, {where}: right as rings, with the mistake as dots.',
  'mistakes.curvesLabel':
    'Last losses: right {rightTraining} in training and {rightInference} in use; with the mistake {wrongTraining} in training and {wrongInference} in use.',
  'mistakes.fitLabel': 'Points of the parabola, and the curves that both networks predict.',
  'mistakes.trainForward': 'forward in training',
  'mistakes.inferForward': 'forward in use',
  'mistakes.trainBackward': 'backward in training',
  'mistakes.judging': 'The suite is running …',
  'mistakes.conforms': 'It conforms: all {clauses} clauses hold.',
  'mistakes.fails': 'It does not conform: {failed} of {clauses} clauses fail. The diagnosis:',
  'mistakes.named': 'The suite names it: {name}. {about}',
  'mistakes.exact': 'The exact diagnosis',
  'mistakes.rest': 'Clauses that hold: {passed}',
  'mistakes.pass': 'holds',
  'mistakes.fail': 'fails',

  'mistake.EP01a': 'ε outside the square root',
  'mistake.EP02a': 'ε forgotten',
  'mistake.ST01a': 'divided by m − 1 instead of m',
  'mistake.ST07a': 'mean not subtracted',
  'mistake.PR01': 'variance as E[x²] − E[x]²',
  'mistake.RS01': 'momentum the wrong way round',
  'mistake.RS02': 'running variance without m / (m − 1)',
  'mistake.RS10': 'running statistics never updated',
  'mistake.MD01': 'statistics of the batch in use',
  'mistake.MD02a': 'running statistics in training',
  'mistake.IF04a': 'variance taken for standard deviation',
  'mistake.AF02b': 'β lost in use',
  'mistake.BW01': 'dx without mean and variance terms',
  'mistake.BW02': 'dx without the variance term',
  'mistake.BW03': 'dx without the mean term',
  'mistake.BW05a': 'dx without γ',

  'about.EP01a':
    'The root is taken first and ε is added to it. Both formulas look alike, and for a large variance they give nearly the same.',
  'about.EP02a':
    'Nothing keeps the root away from 0. It is harmless until a unit gives the same value for a whole batch.',
  'about.ST01a':
    'The sample variance of the statistics book. Batch normalization divides by m; only the running variance uses m − 1.',
  'about.ST07a': 'The values are scaled, but not moved to 0. The network can repair it with β, and learns more slowly.',
  'about.PR01':
    'The same formula on paper. In float32 two large numbers cancel when the mean is large: move the batch away from 0.',
  'about.RS01':
    'Frameworks disagree on which value momentum weighs. Taken the wrong way round, 0.1 becomes 0.9, and each batch throws the statistics about.',
  'about.RS02':
    'Some frameworks do it on purpose. It is a small factor, and a test with large batches will never notice it.',
  'about.RS10':
    'Training looks perfect, since it uses the batch. In use the network normalizes with its initial values.',
  'about.MD01':
    'The layer does not know that training is over. For a single point the mean is the point itself: the network predicts one number for everything.',
  'about.MD02a': 'Training normalizes with the collected statistics, so the gradients no longer belong to the result.',
  'about.IF04a':
    'In use the square root of the given variance is not taken. Training is right, and every prediction in use is wrong.',
  'about.AF02b': 'In use the shift is forgotten. Easy to miss in a test where β is 0, as it is at the start.',
  'about.BW01': 'The statistics are treated as constants in the backward pass. Two of three terms are missing.',
  'about.BW02': 'The term through the variance is forgotten: the step stretches the batch for nothing.',
  'about.BW03': 'The term through the mean is forgotten: the step pushes the whole batch to one side for nothing.',
  'about.BW05a': 'The gradient forgets the stretch. Invisible at the start, when γ is 1.',
} as const;

export type Key = keyof typeof en;
