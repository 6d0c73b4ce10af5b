/**
 * Speed and memory of the oracle, in one process on one thread: `npx tsx test/tools/bench/oracle-speed.ts`. Checks before it times:
 * a sample of every measured tensor must equal what exact arithmetic says. Medians of nine runs.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { define } from '../../../reference/definition.ts';
import { nearest } from '../../../reference/exact/round.ts';
import { defaultConventions } from '../../../spec/terms/profiles.ts';
import { certifiedAnswer, decisions, reference } from '../../../reference/oracle.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { Tensor, TrainBackward, TrainForward } from '../../../spec/terms/contract.ts';
import { sizeOf } from '../../../spec/terms/tensor.ts';

const runs = 9;

interface Calls {
  readonly forward: TrainForward;
  readonly backward: TrainBackward;
}

function calls(shape: readonly number[]): Calls {
  const random = randomOf(1);
  const filled = (offset: number): Tensor => ({
    dtype: 'float32',
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, () => offset + 4 * random.uniform() - 2),
  });
  const given = { x: filled(0.7), epsilon: 1e-5, axis: 1 };
  return { forward: { ...given, momentum: 0.1 }, backward: { ...given, dy: filled(0.2) } };
}

/** Both passes, every output rounded to its type: y, dx and the statistics. */
function both({ forward, backward }: Calls): void {
  for (const exact of Object.values(reference.answer('trainForward', forward, defaultConventions).outputs)) {
    exact.round('float32');
  }
  for (const exact of Object.values(reference.answer('trainBackward', backward, defaultConventions).outputs)) {
    exact.round('float32');
  }
}

function check({ forward, backward }: Calls): void {
  const y = certifiedAnswer('trainForward', forward, defaultConventions).outputs.y;
  const dx = certifiedAnswer('trainBackward', backward, defaultConventions).outputs.dx;
  for (const output of [y, dx]) {
    const rounded = output?.round('float32').data ?? [];
    const step = Math.ceil(rounded.length / 50);
    for (let i = 0; i < rounded.length; i += step) {
      const exact = output?.exact(i);
      if (exact === undefined || nearest('float32', exact) !== rounded[i]) throw new Error(`wrong at ${i}`);
    }
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}

interface Time {
  /** Median of the elapsed times, in seconds. */
  readonly wall: number;
  /** Median of the processor times of all threads: what the wall clock would say on a machine that is not shared. */
  readonly cpu: number;
}

function measured(work: () => void, count: number = runs): Time {
  const times = Array.from({ length: count }, () => {
    const used = process.cpuUsage();
    const start = performance.now();
    work();
    const wall = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(used);
    return { wall, cpu: (user + system) / 1e6 };
  });
  return { wall: median(times.map((t) => t.wall)), cpu: median(times.map((t) => t.cpu)) };
}

/** Amounts per second, by the wall clock and by processor time. */
function rates(amount: number, { wall, cpu }: Time, unit: number): string {
  return `${(amount / wall / unit).toFixed(1)} (${(amount / cpu / unit).toFixed(1)} by processor time)`;
}

function speed(): void {
  const usual = calls([32, 64, 28, 28]);
  const outputs = 2 * sizeOf(usual.forward.x.shape);
  check(usual);
  const before = { ...decisions };
  const oracle = measured(() => both(usual));
  const share = (decisions.exact - before.exact) / (decisions.rounded - before.rounded);
  console.log(`oracle, float32 32×64×28×28, forward and backward: million outputs/s ${rates(outputs, oracle, 1e6)}`);
  console.log(`decided by exact arithmetic: ${share} of them`);

  const small = calls([4, 4, 8, 8]);
  const definition = measured(() => {
    define('trainForward', small.forward, defaultConventions, 60);
    define('trainBackward', small.backward, defaultConventions, 60);
  });
  const few = 2 * sizeOf(small.forward.x.shape);
  console.log(`definition, 60 digits: thousand outputs/s ${rates(few, definition, 1e3)}`);
  console.log(`ratio: ${((outputs / oracle.cpu) * (definition.cpu / few)).toFixed(0)}`);
}

function large(): void {
  const given = calls([32, 64, 112, 112]);
  check(given);
  const forward = measured(() => {
    reference.answer('trainForward', given.forward, defaultConventions).outputs.y?.round('float32');
  }, 7);
  const backward = measured(() => {
    reference.answer('trainBackward', given.backward, defaultConventions).outputs.dx?.round('float32');
  }, 7);
  console.log(`float32 32×64×112×112: forward ${shown(forward)}, backward ${shown(backward)}`);
}

function shown({ wall, cpu }: Time): string {
  return `${wall.toFixed(2)} s (${cpu.toFixed(2)} s of processor time)`;
}

/** One channel of m values: time per value must not grow. */
function linearity(): void {
  for (const m of [1e5, 1e6, 1e7]) {
    const given = calls([1, 1, m]);
    const perValue = (time: number): string => ((time / m) * 1e9).toFixed(1);
    const { wall, cpu } = measured(() => both(given), 7);
    console.log(
      `one channel of ${m} values, ns per value, forward and backward: ${perValue(wall)} (${perValue(cpu)} of processor time)`,
    );
  }
}

/** Peak memory of one pass in a fresh process, beyond input and output. */
function memory(): void {
  const script = fileURLToPath(import.meta.url);
  for (const pass of ['forward', 'backward']) {
    for (const wants of ['rounded', 'hi and lo']) {
      const child = spawnSync(process.execPath, ['--import', 'tsx', script, pass, wants], { encoding: 'utf8' });
      console.log(child.stdout.trim() || child.stderr);
    }
  }
}

function measureMemory(pass: string, wants: string): void {
  const warm = calls([2, 2, 28, 28]);
  both(warm);
  const { forward, backward } = calls([32, 64, 112, 112]);
  const inputs = pass === 'forward' ? [forward.x] : [backward.x, backward.dy];
  const bytes = inputs.reduce((sum, t) => sum + t.data.byteLength, 0);
  const output = forward.x.data.byteLength;
  const peak = (): number => process.resourceUsage().maxRSS * 1024;
  const before = peak();
  const truth =
    pass === 'forward'
      ? reference.answer('trainForward', forward, defaultConventions).outputs.y
      : reference.answer('trainBackward', backward, defaultConventions).outputs.dx;
  const rounded = wants === 'rounded' ? truth?.round('float32').data.length : truth?.hi.length;
  const extra = peak() - before - (wants === 'rounded' ? output : 0);
  if (rounded === undefined) throw new Error('no output');
  console.log(`peak memory, ${pass}, ${wants}: ${(extra / bytes).toFixed(2)} times the input, beyond input and output`);
}

const [, , pass, wants] = process.argv;
if (pass !== undefined && wants !== undefined) measureMemory(pass, wants);
else {
  const only = process.argv[2];
  for (const part of [speed, large, linearity, memory]) if (only === undefined || only === part.name) part();
}
