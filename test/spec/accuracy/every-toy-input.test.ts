/**
 * Bounds blame no honest form on inputs of toy formats, all of which a longer run has tried: here every so manyth of them, and what
 * that run found.
 */
import { describe, expect, test } from 'vitest';
import { foundBefore, markdownOf, roundedUp } from '../../tools/toy-formats/shares-file.ts';
import { spaces } from '../../tools/toy-formats/spaces.ts';
import { read } from '../../support/repository-files.ts';

const found = foundBefore();

/** A prime, so that all parts of a space are reached. */
const nth = 9973;

test('the whole run tried every space, as it is now', () => {
  expect(found.map(({ name, says }) => ({ name, says }))).toEqual(spaces.map(({ name, says }) => ({ name, says })));
  expect(read('test/tools/toy-formats/SHARES.md')).toBe(markdownOf(found));
});

describe.each(spaces)('$name', ({ name, study }) => {
  const whole = found.find((one) => one.name === name);

  test('no share exceeds that of the whole run, and none is beyond its bound', () => {
    const { largest, judged, violation } = study(nth);
    expect(violation).toBeUndefined();
    expect(judged).toBeGreaterThan(100);
    const beyond = Object.entries(largest).filter(([key, share]) => !(roundedUp(share) <= (whole?.largest[key] ?? 0)));
    expect(beyond).toEqual([]);
  });

  test('its bounds are not so wide that nothing could exceed them', () => {
    expect(Math.max(...Object.values(whole?.largest ?? {}))).toBeGreaterThan(0.05);
    expect(Math.max(...Object.values(whole?.largest ?? {}))).toBeLessThanOrEqual(1);
  });
});
