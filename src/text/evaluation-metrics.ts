/** Names of metrics that are more than their key with blanks. */
const titles: Readonly<Record<string, string>> = {
  f1_macro: 'F1 (macro)',
  f1_weighted: 'F1 (weighted)',
  precision_macro: 'precision (macro)',
  precision_weighted: 'precision (weighted)',
  recall_macro: 'recall (macro)',
  recall_weighted: 'recall (weighted)',
  roc_auc: 'ROC AUC',
  pr_auc: 'PR AUC',
  rmse: 'RMSE',
  mae: 'MAE',
  mape: 'MAPE',
  r2: 'R2',
};

const rowCounts: Readonly<Record<string, string>> = {
  rows_without_actual: 'without an actual value',
  rows_without_prediction: 'without a prediction',
  rows_without_probability: 'without a probability',
};

/** The name of a metric of an evaluation. @param key such as `f1_macro` */
export function nameMetric(key: string): string {
  return titles[key] ?? key.replaceAll('_', ' ');
}

/** How many rows were evaluated, without a full stop. @param metrics of the evaluation */
export function describeRows(
  metrics: Readonly<Record<string, number | null>>,
  format: (count: number) => string = String,
): string {
  const notes = Object.entries(rowCounts).flatMap(([key, text]) => {
    const count = metrics[key] ?? 0;
    return count === 0 ? [] : [`${format(count)} ${text}`];
  });
  const rows = `${format(metrics['rows_evaluated'] ?? 0)} of ${format(metrics['rows'] ?? 0)} rows evaluated`;
  return `${rows}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}
