import { describe, expect, it } from 'vitest';
import { readOptionLines, validateOptionLines } from '../../../../src/sandbox/udf/option-lines.js';
import { runBody } from './udf-call.js';

const textOf = async (body: string, options = {}) => {
  const error = await runBody(body, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : error;
};

describe('a failing UDF', () => {
  it('shows its own frames and the exception', async () => {
    expect(await textOf('def half(x):\n  return x / 0\ndef run(ctx):\n  half(1)')).toBe(
      'VM error: F-UDF-CL-LIB-1127: F-UDF-CL-SL-PYTHON-1002: F-UDF-CL-SL-PYTHON-1026: ExaUDFError: F-UDF-CL-SL-PYTHON-1114: ' +
        'Exception during run \nMY_UDF:4 run\nMY_UDF:2 half\nZeroDivisionError: division by zero\n',
    );
  });

  it('is 22002', async () => {
    await expect(runBody('def run(ctx): 1/0')).rejects.toMatchObject({ name: 'ExasolError', sqlCode: '22002' });
  });

  it.each([
    [
      'a missing module',
      '\nimport nonexistent_module',
      'VM error: F-UDF-CL-LIB-1125: F-UDF-CL-SL-PYTHON-1000: F-UDF-CL-SL-PYTHON-1017: ExaUDFError: F-UDF-CL-SL-PYTHON-1122: ' +
        "Exception while parsing UDF \nMY_UDF:2 <module>\nModuleNotFoundError: No module named 'nonexistent_module'\n",
    ],
    [
      'a syntax error',
      '\ndef run(ctx) return 1',
      "VM error: F-UDF-CL-LIB-1125: F-UDF-CL-SL-PYTHON-1000: F-UDF-CL-SL-PYTHON-1005: SyntaxError: expected ':' (MY_UDF, line 2)",
    ],
    [
      'no run',
      'pass',
      'VM error: F-UDF-CL-LIB-1127: F-UDF-CL-SL-PYTHON-1002: F-UDF-CL-SL-PYTHON-1026: RuntimeError: ' +
        "F-UDF-CL-SL-PYTHON-1110: function 'run' is not defined",
    ],
    [
      'cleanup',
      'def run(ctx): pass\ndef cleanup(): raise ValueError()',
      'VM error: F-UDF-CL-LIB-1128: F-UDF-CL-SL-PYTHON-1001: F-UDF-CL-SL-PYTHON-1023: ExaUDFError: F-UDF-CL-SL-PYTHON-1109: ' +
        'Exception during cleanup \nMY_UDF:2 cleanup\nValueError\n',
    ],
    ['a crash', 'import os\ndef run(ctx): os._exit(3)', 'Internal error: VM crashed'],
    ['a kill', 'import os\ndef run(ctx): os.kill(os.getpid(), 9)', 'Internal error: VM crashed'],
    ['sys.exit', 'import sys\ndef run(ctx): sys.exit(1)', /MY_UDF:2 run\nSystemExit: 1\n$/],
  ])('in %s', async (_name, body, expected) => {
    expect(await textOf(body)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('names an interpreter that does not start', async () => {
    const script = 'def run(ctx): pass';
    const { makeOptions } = await import('./udf-call.js');
    const { readDefaultOutputColumns } = await import('../../../../src/sandbox/udf/run-udf.js');
    await expect(readDefaultOutputColumns({ ...makeOptions(script), interpreter: '/no/python' })).rejects.toThrow(
      "cannot start the Python interpreter '/no/python'",
    );
  });
});

describe('%env', () => {
  it('sets variables, keeps line numbers, and is a comment after #', async () => {
    expect(readOptionLines('%env A=1;\n# %env B\n%env C=x y;\nrun = 1')).toEqual({
      env: { A: '1', C: 'x y' },
      code: '\n# %env B\n\nrun = 1',
    });
  });

  it.each(['%env A=1', '%env A;', '%env', '%env =1;', '  %env A=1'])('%s is refused', (line) => {
    expect(() => validateOptionLines(`import os\n${line}\n`)).toThrow('Error while parsing %env option line');
  });
});
