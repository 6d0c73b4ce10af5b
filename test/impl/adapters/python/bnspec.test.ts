/** bnspec.py, the Python side: the example that its readers begin with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { spawnTarget } from '../../../../spec/wire/process-target.ts';
import { temporaryFolder } from '../../../spec/wire/misbehaving-adapters.ts';
import { lacksPython, python, pythonEnv } from '../../../spec/wire/peers.ts';

test.skipIf(lacksPython('numpy'))('the example in impl/adapters/README.md serves as it stands', async () => {
  const readme = readFileSync(new URL('../../../../impl/adapters/README.md', import.meta.url), 'utf8');
  const path = join(temporaryFolder(), 'example.py');
  writeFileSync(path, /```python\n([^]*?)```/.exec(readme)?.[1] ?? '');
  const target = await spawnTarget({ command: python, args: [path], env: pythonEnv });
  const one = tensor('float32', [1], [1]);
  const given = { x: tensor('float32', [2, 1], [1, 3]), mean: one, variance: one, epsilon: 3, axis: 1 };
  expect(await target.call('inferForward', given)).toMatchObject({
    result: { y: tensor('float32', [2, 1], [0, 1]) },
  });
  await target.close();
});
