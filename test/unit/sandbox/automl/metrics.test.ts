import { describe, expect, test } from 'vitest';
import { measureBinary, measureMulticlass, measureRegression } from '../../../../src/sandbox/automl/metrics.js';

/** Expected numbers are scikit-learn's for the same input. */
describe('measures', () => {
  test('regression', () => {
    const metrics = measureRegression(Float64Array.of(3, -0.5, 2, 7), Float64Array.of(2.5, 0, 2, 8));
    expect(metrics.MSE).toBeCloseTo(0.375, 12);
    expect(metrics.RMSE).toBeCloseTo(0.6123724356957945, 12);
    expect(metrics.MAE).toBeCloseTo(0.5, 12);
    expect(metrics.R2).toBeCloseTo(0.9486081370449679, 12);
  });

  test('two classes, of which the second is positive', () => {
    const truth = Float64Array.of(0, 0, 1, 1, 1);
    const positive = Float64Array.of(0.1, 0.6, 0.35, 0.8, 0.6);
    const metrics = measureBinary(truth, [positive.map((value) => 1 - value), positive]);
    expect(metrics['Accuracy']).toBeCloseTo(0.6, 12);
    expect(metrics['Precision']).toBeCloseTo(2 / 3, 12);
    expect(metrics['Recall']).toBeCloseTo(2 / 3, 12);
    expect(metrics['F1']).toBeCloseTo(2 / 3, 12);
    expect(metrics['BalancedAccuracy']).toBeCloseTo((0.5 + 2 / 3) / 2, 12);
    // Pairs: 0.35>0.1, 0.35<0.6, 0.8 twice, 0.6>0.1, 0.6=0.6: (1 + 0 + 2 + 1 + 0.5) / 6.
    expect(metrics['AUC']).toBeCloseTo(4.5 / 6, 12);
    expect(metrics['LogLoss']).toBeCloseTo(
      -(Math.log(0.9) + Math.log(0.4) + Math.log(0.35) + Math.log(0.8) + Math.log(0.6)) / 5,
      12,
    );
  });

  test('several classes: macro averages over those that occur or are predicted', () => {
    const truth = Float64Array.of(0, 1, 2, 0, 1, 2);
    const predicted = [0, 2, 1, 0, 0, 1];
    const probabilities = [0, 1, 2, 3].map((label) =>
      Float64Array.from(predicted, (guess) => (guess === label ? 1 : 0)),
    );
    const metrics = measureMulticlass(truth, probabilities);
    expect(metrics['Accuracy']).toBeCloseTo(1 / 3, 12);
    expect(metrics['F1macro']).toBeCloseTo(0.26666666666666666, 12);
    expect(metrics['PrecisionMacro']).toBeCloseTo(0.2222222222222222, 12);
    expect(metrics['RecallMacro']).toBeCloseTo(1 / 3, 12);
    expect(metrics['BalancedAccuracy']).toBeCloseTo(1 / 3, 12);
  });
});
