export { type OptimiseOptions, OptimiserDefect, optimise, type Progress } from './optimise.ts'
