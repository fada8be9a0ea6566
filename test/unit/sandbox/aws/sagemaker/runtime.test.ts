import { describe, expect, test } from 'vitest';
import type { Model } from '../../../../../src/sandbox/automl/predict.js';
import { planOutput, writePythonLiteral } from '../../../../../src/sandbox/aws/sagemaker/runtime/container-output.js';
import { parseCsv, writeCell } from '../../../../../src/sandbox/aws/sagemaker/runtime/csv.js';

describe('CSV', () => {
  test.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,\r\n,b\r\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"x, y","say ""hi""",z\n', [['x, y', 'say "hi"', 'z']]],
    [
      '"two\nlines",1\n"",2',
      [
        ['two\nlines', '1'],
        ['', '2'],
      ],
    ],
    [
      '"a",\n"b",\n',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['"a",', [['a', '']]],
    ['\n\n"a"\n\nb\n', [['a'], ['b']]],
    ['""\nx', [[''], ['x']]],
    ['😀,"ü"\n', [['😀', 'ü']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  test('rejects a quote that is not closed', () => {
    expect(() => parseCsv('a,"b\nc')).toThrow(SyntaxError);
  });

  test('quotes cells only if necessary', () => {
    expect(['a b', 'a,b', 'say "hi"', 'two\nlines', ''].map(writeCell)).toEqual([
      'a b',
      '"a,b"',
      '"say ""hi"""',
      '"two\nlines"',
      '',
    ]);
  });
});

test('formats labels like Python', () => {
  const labels = ['no', "it's", 'say "hi"', `both ' and "`, 'a\\b\nc', '1', '1.0', '', ' 1', 'ü'];
  expect(labels.map(writePythonLiteral)).toEqual([
    "'no'",
    '"it\'s"',
    `'say "hi"'`,
    `'both \\' and "'`,
    "'a\\\\b\\nc'",
    '1',
    '1.0',
    "''",
    "' 1'",
    "'ü'",
  ]);
});

describe('the keys of a pipeline', () => {
  const model = {
    problemType: 'MulticlassClassification',
    labels: ['a', 'b', 'c'],
    inputColumns: ['x'],
  } as unknown as Model;
  const prediction = { label: 'c', probability: 0.7, probabilities: [0.1, 0.2, 0.7] };
  const container = (OUTPUT: string, INPUT?: string) => ({
    Environment: {
      SAGEMAKER_INFERENCE_OUTPUT: OUTPUT,
      SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label,probability,labels,probabilities',
      ...(INPUT === undefined ? {} : { SAGEMAKER_INFERENCE_INPUT: INPUT }),
    },
  });
  const plan = (second: string, input: string, output: string) =>
    planOutput([{}, container(second), container(output, input)], model);

  test('have the order of the last container, which reads the previous output by position', () => {
    const keys = 'predicted_label,probability';
    expect(plan(keys, keys, 'probability,labels,predicted_label').rowOf(prediction)).toEqual([
      '0.7',
      `"['a', 'b', 'c']"`,
      'c',
    ]);
    expect(plan(keys, 'probability,predicted_label', 'predicted_label').rowOf(prediction)).toEqual(['0.7']);
  });

  test('must match the previous output in number, and be supported', () => {
    expect(() => plan('predicted_label,probability', 'predicted_label', 'predicted_label')).toThrow(
      'number of columns',
    );
    expect(() => plan('predicted_label', 'predicted_label', 'score')).toThrow("'score' is unsupported");
  });
});
