/** Asks the target fresh calls, and says which outputs are wrong. Nothing is asked twice. */
import { isFatal } from '../../check/trial/exchange.ts';
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
  /** Most calls without an answer, each of which may cost a process, or the time that is waited for it. Default: any number. */
  readonly unanswered?: number;
}

/** Share of the calls without an answer that a search may take before it puts what it has found to the test. */
const searching = 0.7;

export class Laboratory {
  readonly bench: Bench;
  private readonly known = new Map<string, Trial | undefined>();
  private readonly most: Budget;
  private readonly refusals: boolean;
  private values = 0;
  private unanswered = 0;

  /** @param refusals - whether to refuse a call is a mistake, as it is where a clause says so of one */
  constructor(bench: Bench, most: Budget, refusals = false) {
    this.bench = bench;
    this.most = most;
    this.refusals = refusals;
  }

  /** Whether no more calls may be asked. */
  get spent(): boolean {
    const { calls, values, unanswered = Infinity } = this.most;
    return this.known.size >= calls || this.values >= values || this.unanswered >= unanswered;
  }

  /** Whether only what the last test of a condition needs is left. */
  get nearlySpent(): boolean {
    return this.unanswered >= searching * (this.most.unanswered ?? Infinity);
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
    const [answer] =
      this.most.unanswered === undefined ? await answersTo(target, [probe]) : [await hurried(target, probe)];
    if (answer.status === 'unsupported' || (answer.status === 'rejected' && !this.refusals)) return undefined;
    if (isFatal(answer.status)) this.unanswered += 1;
    const wrong = wrongOutputs(answer, probe, truth, { claims, grade });
    return { draft, probe, traits: traitsOf(probe.operation, probe.call), truth, answer, wrong };
  }
}

/** Asked once: where calls are expected to hang, patience would only multiply the time. */
const hurried = (target: Bench['target'], { operation, call }: Probe): Promise<Answer> => target.call(operation, call);
