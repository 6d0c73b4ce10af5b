/** A counterexample of layers as a script of calls that a person can repeat, with the state beside each step. */
import type { LayerConfig, LayerState, Tensor } from '../terms/contract.ts';
import {
  type LayerCommand,
  layerSignatures,
  type LayerOperation,
  type LayerResult,
  stateTensors,
} from '../terms/layer-commands.ts';
import { snakeCase } from '../terms/operations.ts';
import type { LayerOutcome } from '../wire/call-outcome.ts';
import { decodeLayerAnswer, decodeLayerRequest, isLayerMessage } from '../wire/layer-messages.ts';
import { decodeBlob } from '../wire/safetensors.ts';
import { javascriptTensor } from './paste/javascript.ts';
import { decimals } from './paste/literal.ts';
import { numpyArray } from './paste/numpy.ts';
import type { Language } from './paste/paste.ts';
import type { Counterexample } from './report.ts';
import { shownLine } from './untrusted-text.ts';

/** One call of a layer with what came back. */
export interface LayerCallView {
  readonly command: LayerCommand;
  readonly outcome: LayerOutcome;
}

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** @returns undefined where the counterexample is of no layers */
export function layerCallsIn({ requests, answers }: Counterexample): LayerCallView[] | undefined {
  const [first] = requests;
  if (first === undefined || !isLayerMessage(decodeBlob(bytesOf(first)).metadata.get('op') ?? '')) return undefined;
  return requests.map((request, i) => {
    const { command, id } = decodeLayerRequest(bytesOf(request));
    return { command, outcome: decodeLayerAnswer(command.op, bytesOf(answers[i]), id) };
  });
}

/** Calls that are no reading of a state. */
export const stepsIn = (calls: readonly LayerCallView[]): readonly LayerCallView[] =>
  calls.filter(({ command }) => command.op !== 'layerState');

/**
 * Lines to paste. A state that was read is a comment, where it differs from the one read before: of the layer that the call
 * names also where it does not.
 */
export function layerScript(calls: readonly LayerCallView[], language: Language = 'javascript'): string[] {
  const { comment, write } = forms[language === 'numpy' ? 'python' : 'javascript'];
  const last = new Map<string, string>();
  let named: string | undefined;
  return calls.flatMap(({ command, outcome }): string[] => {
    if (command.op !== 'layerState') {
      named = command.layer;
      return [write(command), ...answerLines(command.op, outcome).map((line) => `${comment}  ${line}`)];
    }
    const text = outcome.status === 'ok' ? stateText(outcome.result) : refusal(outcome);
    const known = last.get(command.layer);
    if (known === text && command.layer !== named) return [];
    if (known === text) {
      named = undefined;
      return [`${comment}  ${command.layer}: the same state`];
    }
    last.set(command.layer, text);
    if (command.layer === named) named = undefined;
    return [`${comment}  ${command.layer}: ${text}`];
  });
}

const refusal = (outcome: Exclude<LayerOutcome, { readonly status: 'ok' }>): string =>
  shownLine(`${outcome.status}: ${outcome.message}`);

function answerLines(op: LayerOperation, outcome: LayerOutcome): string[] {
  if (outcome.status !== 'ok') return [refusal(outcome)];
  return layerSignatures[op].outputs.flatMap((name) => {
    const tensor = outcome.result[name];
    return tensor ? [`${snakeCase(name)} ${valuesText(tensor)}`] : [];
  });
}

const mostValues = 12;

function valuesText(tensor: Tensor): string {
  const values = decimals(tensor);
  const more = values.length > mostValues ? `, … ${values.length - mostValues} more` : '';
  return `[${values.slice(0, mostValues).join(', ')}${more}]`;
}

function stateText(state: LayerResult): string {
  const vectors = stateTensors.flatMap((name) => {
    const tensor = state[name];
    return tensor ? [`${snakeCase(name)} ${valuesText(tensor)}`] : [];
  });
  const entries = [...vectors, ...(state.count === undefined ? [] : [`count ${state.count}`])];
  return entries.length > 0 ? entries.join('  ') : 'an empty state';
}

interface Form {
  readonly comment: string;
  readonly write: (command: LayerCommand) => string;
}

const configEntries = (config: LayerConfig): [keyof LayerConfig, unknown][] =>
  Object.entries(config) as [keyof LayerConfig, unknown][];

const stateEntries = ({ count, ...tensors }: LayerState, text: (tensor: Tensor) => string): [string, string][] => [
  ...Object.entries(tensors).map(([name, tensor]): [string, string] => [name, text(tensor)]),
  ...(count === undefined ? [] : [['count', String(count)] satisfies [string, string]]),
];

const python = (value: unknown): string =>
  value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : JSON.stringify(value);

const forms: Readonly<Record<'javascript' | 'python', Form>> = {
  javascript: {
    comment: '//',
    write: (command) => {
      const { layer } = command;
      switch (command.op) {
        case 'layerNew': {
          const settings = configEntries(command.config).map(
            ([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : String(value)}`,
          );
          return `const ${layer} = await implementation.layer({ ${settings.join(', ')} });`;
        }
        case 'layerForward':
          return `await ${layer}.forward(${javascriptTensor(command.x)});`;
        case 'layerBackward':
          return `await ${layer}.backward(${javascriptTensor(command.dy)});`;
        case 'layerLoad': {
          const entries = stateEntries(command.state, javascriptTensor).map(([key, text]) => `${key}: ${text}`);
          return `await ${layer}.load({ ${entries.join(', ')} });`;
        }
        case 'layerCopy':
          return `const ${command.copy} = await ${layer}.copy();`;
        case 'layerTrain':
          return `await ${layer}.train();`;
        case 'layerEval':
          return `await ${layer}.eval();`;
        case 'layerState':
          return `await ${layer}.state();`;
        case 'layerClose':
          return `await ${layer}.close?.();`;
      }
    },
  },
  python: {
    comment: '#',
    write: (command) => {
      const { layer } = command;
      switch (command.op) {
        case 'layerNew': {
          const settings = configEntries(command.config).map(([key, value]) => `${snakeCase(key)}=${python(value)}`);
          return `${layer} = layer(${settings.join(', ')})`;
        }
        case 'layerForward':
          return `${layer}.forward(${numpyArray(command.x)})`;
        case 'layerBackward':
          return `${layer}.backward(${numpyArray(command.dy)})`;
        case 'layerLoad': {
          const entries = stateEntries(command.state, numpyArray).map(([key, text]) => `${snakeCase(key)}=${text}`);
          return `${layer}.load(dict(${entries.join(', ')}))`;
        }
        case 'layerCopy':
          return `${command.copy} = ${layer}.copy()`;
        case 'layerTrain':
          return `${layer}.train()`;
        case 'layerEval':
          return `${layer}.eval()`;
        case 'layerState':
          return `${layer}.state()`;
        case 'layerClose':
          return `${layer}.close()`;
      }
    },
  },
};
