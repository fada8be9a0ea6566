/** What names a value can have: those of things in the database or on this machine. */
export type NameKind = 'job' | 'endpoint' | 'batch' | 'model' | 'connection' | 'profile' | 'sandbox';

/** Where the values of a flag or an argument come from. */
export type ValueSource = NameKind | readonly string[];

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

const problemTypes = ['Regression', 'BinaryClassification', 'MulticlassClassification'];
/** The metrics that AWS accepts as objective. A test compares them with those of the scripts. */
export const objectives = [
  ...['Accuracy', 'AUC', 'BalancedAccuracy', 'F1', 'F1macro', 'MAE', 'MSE'],
  ...['Precision', 'PrecisionMacro', 'R2', 'Recall', 'RecallMacro', 'RMSE'],
];

/** The checks of `sme doctor`. A test compares them with those that run. */
export const checks = [
  ...[
    'settings',
    'database',
    'tls',
    'login',
    'version',
    'versions',
    'privileges',
    'language',
    'scripts',
    'boto3',
    'network',
    'proxy',
  ],
  ...['clock', 'identity', 'bucket', 'bucket-write', 'role', 'pass-role', 'permissions', 'quotas', 'leftovers'],
];

/** Flags that mean the same in every command. */
const flagsOfAll: Readonly<Record<string, ValueSource>> = {
  '--profile': 'profile',
  '--sandbox-name': 'sandbox',
  '--connection': 'connection',
  '--model': 'model',
  '--model-name': 'model',
  '--holdout': 'job',
  '--endpoint': 'endpoint',
  '--problem-type': problemTypes,
  '--objective': objectives,
  '--mode': ['AUTO', 'ENSEMBLING', 'HYPERPARAMETER_TUNING'],
  '--probability-of': ['predicted_label', 'positive_label'],
  '--on-error': ['fail', 'null'],
  '--sse-type': ['aws:kms', 'AES256', 'none'],
};

/** Flags by command. */
const flagsOfCommand: Readonly<Record<string, ValueSource>> = {
  'endpoint create --name': 'endpoint',
  'sandbox load --name': 'sandbox',
  'predict --format': ['table', 'csv', 'json'],
  'sandbox --format': ['text', 'env'],
  'cleanup --only': ['data', 'endpoints', 'models', 'batches'],
  'doctor --only': checks,
};

/** First arguments by command. */
const argumentsOfCommand: Readonly<Record<string, ValueSource>> = {
  watch: 'job',
  candidates: 'job',
  report: 'job',
  stop: 'job',
  predict: 'endpoint',
  'batch finish': 'batch',
  'batch stop': 'batch',
  'endpoint create': 'job',
  'endpoint delete': 'endpoint',
  'endpoint rollback': 'endpoint',
  'connection create': 'connection',
  'connection test': 'connection',
  'connection refresh': 'connection',
  'profile show': 'profile',
  'profile remove': 'profile',
  'sandbox status': 'sandbox',
  'sandbox stop': 'sandbox',
  completion: shells,
};

/** Finds the values of a flag of a command. @param path words of the command, such as `endpoint create` */
export function findFlagSource(path: string, flag: string): ValueSource | undefined {
  return flagsOfCommand[`${path} ${flag}`] ?? flagsOfAll[flag];
}

/** Finds the values of the first argument of a command. The first argument of `predict --batch` is a job. */
export function findArgumentSource(path: string, flags: readonly string[] = []): ValueSource | undefined {
  return path === 'predict' && flags.includes('--batch') ? 'job' : argumentsOfCommand[path];
}
