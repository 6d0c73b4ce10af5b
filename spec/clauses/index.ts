/** All clauses, in the order of the specification. */
import type { Clause } from '../check/trial/clause.ts';
import * as accuracy from './accuracy.ts';
import * as affine from './affine.ts';
import * as folding from './folding.ts';
import { combinations } from './combinations.ts';
import * as offers from './offers.ts';
import * as inference from './inference.ts';
import * as inferenceGradients from './inference-gradients.ts';
import * as inferenceTangents from './inference-tangents.ts';
import * as laws from './laws.ts';
import * as layerGradients from './layer-gradients.ts';
import * as layerIsolation from './layer-isolation.ts';
import * as layerModes from './layer-modes.ts';
import * as layerState from './layer-state.ts';
import * as normalization from './normalization.ts';
import * as purity from './purity.ts';
import * as ranges from './ranges.ts';
import * as running from './running.ts';
import * as secondDerivatives from './second-derivatives.ts';
import * as shapes from './shapes.ts';
import * as specialValues from './special-values.ts';
import * as statistics from './statistics.ts';
import * as trainingGradients from './training-gradients.ts';
import * as trainingTangents from './training-tangents.ts';

const chapters = [
  shapes,
  statistics,
  normalization,
  affine,
  running,
  inference,
  trainingGradients,
  inferenceGradients,
  specialValues,
  laws,
  accuracy,
  ranges,
  purity,
  offers,
  combinations,
  layerState,
  layerModes,
  layerGradients,
  layerIsolation,
  folding,
  secondDerivatives,
  trainingTangents,
  inferenceTangents,
];

const place = (id: string): number => {
  const [chapter, number] = id.slice('BN-'.length).split('.').map(Number);
  return chapter * 1000 + number;
};

export const clauses: readonly Clause[] = chapters
  .flatMap((chapter): Clause[] => Object.values(chapter))
  .toSorted((a, b) => place(a.id) - place(b.id));
