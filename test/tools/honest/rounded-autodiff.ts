/**
 * Automatic differentiation of scalars with each rounding in sight, of any order: a gradient is made of the same nodes as what it
 * is the gradient of. Libraries that differentiate a graph round like this.
 */
import type { Rounding } from './forms.ts';

export interface Node {
  readonly value: number;
  /** What it was made of, and the factor that its own gradient enters theirs with. */
  readonly parents: readonly (readonly [Node, (gradient: Node) => Node])[];
  /** Order of making. */
  readonly serial: number;
}

export interface Tape {
  constant(value: number): Node;
  add(a: Node, b: Node): Node;
  subtract(a: Node, b: Node): Node;
  multiply(a: Node, b: Node): Node;
  divide(a: Node, b: Node): Node;
  root(a: Node): Node;
  sum(all: readonly Node[]): Node;
  /** Of Σ seed·output. */
  gradients(outputs: readonly Node[], seeds: readonly Node[], of: readonly Node[]): Node[];
}

export function tape(r: Rounding): Tape {
  let serial = 0;
  const node = (value: number, parents: Node['parents'] = []): Node => ({ value, parents, serial: serial++ });
  const constant = (value: number): Node => node(value);
  const same = (gradient: Node): Node => gradient;
  /** A change of sign is exact. */
  const negative = (a: Node): Node => node(-a.value, [[a, negative]]);
  const add = (a: Node, b: Node): Node =>
    node(r(a.value + b.value), [
      [a, same],
      [b, same],
    ]);
  const subtract = (a: Node, b: Node): Node =>
    node(r(a.value - b.value), [
      [a, same],
      [b, negative],
    ]);
  const multiply = (a: Node, b: Node): Node =>
    node(r(a.value * b.value), [
      [a, (g) => multiply(g, b)],
      [b, (g) => multiply(g, a)],
    ]);
  const divide = (a: Node, b: Node): Node => {
    const quotient: Node = node(r(a.value / b.value), [
      [a, (g) => divide(g, b)],
      [b, (g) => negative(divide(multiply(g, quotient), b))],
    ]);
    return quotient;
  };
  const root = (a: Node): Node => {
    const found: Node = node(r(Math.sqrt(a.value)), [[a, (g) => divide(g, multiply(constant(2), found))]]);
    return found;
  };
  const sum = (all: readonly Node[]): Node => all.reduce(add);

  function gradients(outputs: readonly Node[], seeds: readonly Node[], of: readonly Node[]): Node[] {
    const found = new Map<Node, Node>();
    const put = (to: Node, gradient: Node): void => {
      const before = found.get(to);
      found.set(to, before === undefined ? gradient : add(before, gradient));
    };
    for (const [i, output] of outputs.entries()) put(output, seeds[i]);
    const waiting = reachable(outputs, of);
    for (const current of waiting) {
      const gradient = found.get(current);
      if (gradient === undefined || of.includes(current)) continue;
      for (const [parent, share] of current.parents) if (waiting.has(parent)) put(parent, share(gradient));
    }
    return of.map((one) => found.get(one) ?? constant(0));
  }

  return { constant, add, subtract, multiply, divide, root, sum, gradients };
}

/** Nodes between the outputs and what is differentiated by, latest first. */
function reachable(outputs: readonly Node[], of: readonly Node[]): Set<Node> {
  const leads = new Map<Node, boolean>();
  const visit = (node: Node): boolean => {
    const known = leads.get(node);
    if (known !== undefined) return known;
    leads.set(node, false);
    let any = of.includes(node);
    for (const [parent] of node.parents) if (visit(parent)) any = true;
    leads.set(node, any);
    return any;
  };
  for (const output of outputs) visit(output);
  const found = [...leads].filter(([, any]) => any).map(([node]) => node);
  return new Set(found.toSorted((a, b) => b.serial - a.serial));
}
