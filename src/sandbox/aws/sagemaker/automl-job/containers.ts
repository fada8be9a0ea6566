/**
 * The inference containers of a candidate with the environment variables of AWS's containers: one for ENSEMBLING, two for a tuned regression, three
 * for a tuned classification (Developer Guide, autopilot-automate-model-development-container-output). The image names are examples.
 */
import type { AutoMLContainerDefinition } from '@aws-sdk/client-sagemaker';
import type { ProblemType, TrainingMode } from '../../../automl/types.js';

export function countContainers(mode: TrainingMode, problemType: ProblemType): number {
  if (mode === 'ENSEMBLING') return 1;
  return problemType === 'Regression' ? 2 : 3;
}

const makeProgram = (file: string) => ({ SAGEMAKER_PROGRAM: file, SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' });

const program = makeProgram('sagemaker_serve');

const csv = { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' };

export interface ContainerSource {
  readonly name: string;
  readonly algorithm: string;
  readonly modelUris: readonly string[];
}

export function describeContainers(
  candidate: ContainerSource,
  problemType: ProblemType,
  region: string,
): AutoMLContainerDefinition[] {
  const images = makeImages(region, candidate.algorithm);
  const isClassification = problemType !== 'Regression';
  const environments =
    candidate.modelUris.length === 1
      ? [describeEnsemble(candidate.name, isClassification)]
      : describePipeline(isClassification);
  return environments.map(({ image, environment }, index) => ({
    Image: images[image],
    ModelDataUrl: candidate.modelUris[index],
    Environment: environment,
  }));
}

interface Container {
  readonly image: 'transform' | 'algorithm' | 'ensemble';
  readonly environment: Record<string, string>;
}

function describeEnsemble(name: string, isClassification: boolean): Container {
  const keys = isClassification
    ? {
        SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label',
        SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label,probability,probabilities,labels',
      }
    : { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label', SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label' };
  return { image: 'ensemble', environment: { MODEL_NAME: name, ...csv, ...keys, ...makeProgram('tabular_serve.py') } };
}

/** Tuned regressions do not have SAGEMAKER_INFERENCE_SUPPORTED, because there is only one output. */
function describePipeline(isClassification: boolean): Container[] {
  const transform: Container = {
    image: 'transform',
    environment: {
      AUTOML_SPARSE_ENCODE_RECORDIO_PROTOBUF: '1',
      AUTOML_TRANSFORM_MODE: 'feature-transform',
      SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'application/x-recordio-protobuf',
      ...program,
    },
  };
  const limits = { MAX_CONTENT_LENGTH: '20971520', ...csv };
  if (!isClassification) return [transform, { image: 'algorithm', environment: limits }];
  return [
    transform,
    {
      image: 'algorithm',
      environment: {
        ...limits,
        SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label',
        SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label,probability,probabilities',
      },
    },
    {
      image: 'transform',
      environment: {
        AUTOML_TRANSFORM_MODE: 'inverse-label-transform',
        ...csv,
        SAGEMAKER_INFERENCE_INPUT: 'predicted_label',
        SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label',
        SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label,probability,labels,probabilities',
        ...program,
      },
    },
  ];
}

function makeImages(region: string, algorithm: string): Record<Container['image'], string> {
  const registry = `683313688378.dkr.ecr.${region}.amazonaws.com`;
  const image = algorithm === 'linear-learner' ? 'linear-learner:1' : 'sagemaker-xgboost:1.3-1-cpu-py3';
  return {
    transform: `${registry}/sagemaker-sklearn-automl:2.5-1-cpu-py3`,
    algorithm: `${registry}/${image}`,
    ensemble: `763104351884.dkr.ecr.${region}.amazonaws.com/autogluon-inference:0.4.3-cpu-py38-ubuntu20.04`,
  };
}
