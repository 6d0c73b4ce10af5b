/**
 * An ONNX model of one BatchNormalization node (opset 15), as bytes. The numbers are the field numbers of onnx.proto:
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

/** The part of BinaryWriter of @bufbuild/protobuf/wire that is used here. */
export interface Writer {
  /** Begins a field of a wire type: 0 varint, 2 length-delimited, 5 32-bit. */
  tag(field: number, wireType: 0 | 2 | 5): Writer;
  int64(value: number): Writer;
  float(value: number): Writer;
  string(value: string): Writer;
  fork(): Writer;
  join(): Writer;
  finish(): Uint8Array;
}

export interface Node {
  readonly dtype: 'float16' | 'float32' | 'float64';
  readonly training: boolean;
  readonly epsilon: number;
  /** Weight of the old value. */
  readonly momentum: number;
}

const inputNames = ['X', 'scale', 'B', 'input_mean', 'input_var'];
const outputNames = ['Y', 'running_mean', 'running_var'];

const elementType = { float32: 1, float16: 10, float64: 11 } as const;
const attributeType = { float: 1, int: 2 } as const;

type Fields = (writer: Writer) => Writer;

const message = (writer: Writer, field: number, fields: Fields): Writer => fields(writer.tag(field, 2).fork()).join();
const text = (writer: Writer, field: number, value: string): Writer => writer.tag(field, 2).string(value);
const integer = (writer: Writer, field: number, value: number): Writer => writer.tag(field, 0).int64(value);

/** @param writer - a fresh one */
export function batchNormalization(writer: Writer, node: Node): Uint8Array {
  const outputs = node.training ? outputNames : outputNames.slice(0, 1);
  integer(writer, 1, 8); // ir_version
  message(writer, 7, (graph) => {
    message(graph, 1, (n) => {
      for (const name of inputNames) text(n, 1, name);
      for (const name of outputs) text(n, 2, name);
      text(n, 4, 'BatchNormalization');
      floatAttribute(n, 'epsilon', node.epsilon);
      floatAttribute(n, 'momentum', node.momentum);
      return message(n, 5, (a) => {
        integer(integer(text(a, 1, 'training_mode'), 3, Number(node.training)), 20, attributeType.int);
        return a;
      });
    });
    text(graph, 2, 'batch_normalization');
    for (const name of inputNames) value(graph, 11, name, node);
    for (const name of outputs) value(graph, 12, name, node);
    return graph;
  });
  message(writer, 8, (opset) => integer(text(opset, 1, ''), 2, 15));
  return writer.finish();
}

function floatAttribute(writer: Writer, name: string, number: number): void {
  message(writer, 5, (a) => integer(text(a, 1, name).tag(2, 5).float(number), 20, attributeType.float));
}

/** ValueInfoProto: rank and sizes are left open, so that one session serves all shapes. */
function value(writer: Writer, field: number, name: string, { dtype }: Node): void {
  message(writer, field, (info) =>
    message(text(info, 1, name), 2, (type) => message(type, 1, (tensor) => integer(tensor, 1, elementType[dtype]))),
  );
}
