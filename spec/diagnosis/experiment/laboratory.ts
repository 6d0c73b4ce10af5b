/** Asks the target fresh calls, and says which outputs are wrong. Nothing is asked twice. */
import type { Session } from '../../check/trial/session.ts';
import { rightAnswer } from '../../check/trial/right-answer.ts';
import { sizeOf } from '../../terms/tensor.ts';
import type { Truth } from '../../terms/truth.ts';
import { type Draft, callOfDraft } from '../hypothesis/draft.ts';
import type { Affected } from '../hypothesis/hypothesis.ts';
import { type Traits, traitsOf } from '../hypothesis/traits.ts';
import { type Answer, answersTo } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';
import { wrongOutputs } from './wrong-outputs.ts';

export interface Trial {
  readonly draft: Draft;
  readonly probe: Probe;
  readonly traits: Traits;
  readonly truth: Truth;
  readonly answer: Answer;
  readonly wrong: readonly Affected[];
}

export type Bench = Pick<Session, 'target' | 'reference' | 'claims' | 'required'>;

/** Most calls, and values of x in them: exact answers take time. */
export interface Budget {
  readonly calls: number;
  readonly values: number;
}

export class Laboratory {
  readonly bench: Bench;
  private readonly known = new Map<string, Trial | undefined>();
  private readonly most: Budget;
  private values = 0;

  constructor(bench: Bench, most: Budget) {
    this.bench = bench;
    this.most = most;
  }

  /** Whether no more calls may be asked. */
  get spent(): boolean {
    return this.known.size >= this.most.calls || this.values >= this.most.values;
  }

  /** @returns undefined where the call has no right answer, or no more calls may be asked */
  async ask(draft: Draft): Promise<Trial | undefined> {
    const key = JSON.stringify(draft, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
    );
    if (this.known.has(key)) return this.known.get(key);
    if (this.spent) return undefined;
    const trial = await this.tried(draft);
    this.known.set(key, trial);
    return trial;
  }

  private async tried(draft: Draft): Promise<Trial | undefined> {
    const { target, reference, claims, required: grade } = this.bench;
    this.values += sizeOf(draft.shape);
    const probe = { operation: draft.operation, call: callOfDraft(draft, claims) } as Probe;
    const truth = rightAnswer(reference, probe.operation, probe.call, claims);
    if (truth === undefined) return undefined;
    const [answer] = await answersTo(target, [probe]);
    if (answer.status === 'rejected' || answer.status === 'unsupported') return undefined;
    const wrong = wrongOutputs(answer, probe, truth, { claims, grade });
    return { draft, probe, traits: traitsOf(probe.operation, probe.call), truth, answer, wrong };
  }
}
