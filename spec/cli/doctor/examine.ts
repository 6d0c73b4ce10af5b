/**
 * Examines whether the adapter itself is right: all items, in an order in which the first problem explains the later
 * ones.
 */
import { resolveClaims } from '../../terms/profiles.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { Reference } from '../../terms/truth.ts';
import type { Hello } from '../../wire/hello.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { choices } from './argument-choices.ts';
import { type Finding, fine, type Item, note, unasked, wrong } from './finding.ts';
import { answers, shapes, types } from './types-and-shapes.ts';
import { pieces } from './framing.ts';
import { ending, second, speed } from './process-lifetime.ts';
import { identifiers, refusals, stdout, unknownOperation } from './protocol-behaviour.ts';
import { memory } from './memory-violations.ts';
import { layer, layerItems } from './layer-items.ts';
import type { Patient } from './patient.ts';
import { values } from './special-values.ts';

const hello: Item = {
  id: 'hello',
  async examine({ hello: { name, version, language, operations, offersLayer = false, claims } }) {
    if (operations.length === 0 && !offersLayer) {
      return wrong('it offers no operation', 'list in "operations" the operations it offers, separated by spaces');
    }
    const offered = [...operations.map(snakeCase), ...(offersLayer ? ['layer'] : [])];
    const says = [`${name} ${version ?? ''}`.trim(), language, offered.join(' ')].filter(Boolean).join('; ');
    if (claims === undefined)
      return note(`${says}; no claims`, 'without claims it is held to the conventions of PyTorch');
    return fine(says);
  },
};

/** These need an operation. */
const ofOperations: ReadonlySet<Item> = new Set([
  stdout,
  answers,
  types,
  shapes,
  choices,
  ...values,
  refusals,
  memory,
  speed,
]);
const ofLayers: ReadonlySet<Item> = new Set(layerItems);

/** Independent items first; the end of the process last. */
export const items: readonly Item[] = [
  hello,
  stdout,
  answers,
  layer,
  identifiers,
  pieces,
  types,
  shapes,
  choices,
  ...values,
  ...layerItems.filter((item) => item !== layer),
  unknownOperation,
  refusals,
  memory,
  speed,
  second,
  ending,
];

/** The items that concern an adapter that offers this. */
export const itemsFor = ({ operations, offersLayer = false }: Hello): readonly Item[] =>
  items.filter(
    (item) =>
      item === hello ||
      ((offersLayer || !ofLayers.has(item)) && (operations.length > 0 || (offersLayer && !ofOperations.has(item)))),
  );

export interface Examined {
  readonly id: string;
  readonly finding: Finding;
}

/** Where one of these is wrong, all later items would only repeat it. */
const decisive: ReadonlySet<Item> = new Set([hello, stdout, answers, layer]);

/**
 * @param reference - for the order of values
 * @throws CouldNotStart where the handshake fails
 */
export async function examine(patient: Patient, reference: Reference): Promise<Examined[]> {
  await patient.start();
  const surroundings = { claims: resolveClaims(patient.hello.claims), reference };
  const found: Examined[] = [];
  for (const item of itemsFor(patient.hello)) {
    const finding = await findingOf(() => item.examine(patient, surroundings));
    found.push({ id: item.id, finding });
    if (finding.state === 'wrong' && decisive.has(item)) break;
  }
  await patient.end();
  return found;
}

/** An adapter that started once and does not start again. */
async function findingOf(examine: () => Promise<Finding>): Promise<Finding> {
  try {
    return await examine();
  } catch (error) {
    if (!(error instanceof CouldNotStart)) throw error;
    if (error.neverRan) return unasked(error);
    return wrong(
      `it did not start again: ${error.message}`,
      'each start must work like the first: leave nothing behind',
    );
  }
}
