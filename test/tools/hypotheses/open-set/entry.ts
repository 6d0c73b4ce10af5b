/** The form of an entry: a right implementation with some operations replaced, and the truth about them. */
import { implementationOf, plainClaims } from '../../../../impl/plain/implementation.ts';
import { always, type Affected, type Hypothesis, type What } from '../../../../spec/diagnosis/hypothesis/hypothesis.ts';
import type { Claims, Implementation } from '../../../../spec/terms/contract.ts';
import type { NamedTensors } from '../../../../spec/terms/named-tensors.ts';
import type { Operation } from '../../../../spec/terms/operations.ts';
import type { Examples, Kernel } from './kernel.ts';
import type { Truth } from '../judge.ts';

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** Each time another one, which keeps nothing from the calls of those before. */
  readonly implementation: () => Implementation;
  readonly truth: Truth | readonly Truth[];
}

/** One mistake of an implementation, with or without others. */
export interface Mistake {
  /** The operations that it replaces. Each time others, with a memory of their own. */
  readonly kernel: () => Partial<Kernel>;
  /** Default: those that are replaced. */
  readonly operations?: readonly Operation[];
  readonly outputs: readonly Affected[];
  /** Default: every call. */
  readonly when?: Hypothesis['when'];
  /** Default: the wrong values are those of the implementation. */
  readonly what?: Exclude<What['kind'], 'id' | 'expression'>;
  readonly examples?: Examples;
}

type Named = Pick<Entry, 'id' | 'title'> & { readonly claims?: Partial<Claims> };

export const entry = ({ id, title, claims, ...mistake }: Named & Mistake): Entry => ({
  id,
  title,
  ...joined({ id, title, ...(claims && { claims }) }, [mistake]),
});

/** An implementation with several mistakes, none of which replaces an operation that another one replaces. */
export const severalMistakes = (named: Named, mistakes: readonly Mistake[]): Entry => ({
  id: named.id,
  title: named.title,
  ...joined(named, mistakes),
});

function joined({ id, title, claims }: Named, mistakes: readonly Mistake[]): Pick<Entry, 'implementation' | 'truth'> {
  const implementation = (): Implementation => ({
    ...implementationOf(id),
    claims: { ...plainClaims, ...claims },
    ...(Object.assign({}, ...mistakes.map(({ kernel }) => kernel())) as Partial<Kernel>),
  });
  const truths = mistakes.map((mistake) => truthOf(mistake, title, implementation));
  return { implementation, truth: truths.length === 1 ? truths[0] : truths };
}

function truthOf(
  { kernel, operations = Object.keys(kernel()) as Operation[], outputs, when = always, what, examples }: Mistake,
  title: string,
  make: () => Implementation,
): Truth {
  return {
    operations,
    outputs,
    when,
    what: what
      ? { kind: what }
      : {
          kind: 'expression',
          says: title,
          answer: (operation, call) => (make()[operation] as (given: typeof call) => NamedTensors)(call),
        },
    ...(examples && { examples }),
  };
}
