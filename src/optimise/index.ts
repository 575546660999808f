export { OptimiserDefect } from './best-plan.ts'
export { type OptimiseOptions, optimise, type Progress } from './optimise.ts'
