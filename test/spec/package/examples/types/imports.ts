/** Every entry point as a strict consumer imports it. */
import { check, clauses, operations, profiles, type Implementation, type Report } from 'bnspec';
import fast from 'bnspec/fast';
import { golden, type FixtureSet } from 'bnspec/fixtures';
import { conformance as jestConformance } from 'bnspec/jest';
import { conformance as nodeConformance } from 'bnspec/node-test';
import plain from 'bnspec/plain';
import { answer } from 'bnspec/reference';
import { toJUnit, toPage, toTerminal } from 'bnspec/report';
import { conformance } from 'bnspec/vitest';

const mine: Implementation = {
  name: 'mine',
  inferForward: ({ x }) => ({ y: x }),
};

export const registered: readonly ((target: string) => void)[] = [conformance, nodeConformance, jestConformance];
export const set = (): FixtureSet => golden();

const report: Report = await check(mine, { clauses: ['BN-7.1'], runs: 3, profile: 'pytorch' });
const { y } = answer('inferForward', {
  x: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 3) },
  mean: { dtype: 'float32', shape: [1], data: Float32Array.of(2) },
  variance: { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
  epsilon: 0,
  axis: 1,
});

console.log(
  JSON.stringify({
    verdict: report.verdict,
    clauses: clauses.length,
    operations: operations.length,
    profiles: Object.keys(profiles).length,
    names: [plain.name, fast.name],
    y: [...(y?.value.data ?? [])],
    proof: y?.certificate(0)?.rounded,
    cases: set().fixtures.length,
    forms: [toTerminal(report), toJUnit(report), toPage(report)].map((text) => text.length > 100),
  }),
);
