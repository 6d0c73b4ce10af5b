/** A run may lose only so much time, whoever loses it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunLimits } from '../../../spec/wire/run-limits.ts';
import { CannotGoOn } from '../../../spec/wire/start-error.ts';

test('it ends once all losses together exceed the limit: two minutes, or thirty waits for an answer', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.array(fc.nat(100_000)), (timeoutMs, losses) => {
      const limits = new RunLimits();
      limits.atLeast(timeoutMs);
      for (const ms of losses) limits.lose(ms);
      const lost = losses.reduce((sum, ms) => sum + ms, 0);
      const check = (): void => limits.check('it', 'timeout');
      if (lost > Math.max(120_000, 30 * timeoutMs)) expect(check).toThrow(CannotGoOn);
      else expect(check).not.toThrow();
    }),
  );
});
