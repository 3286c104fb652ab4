export { default } from '../../packages/tooling/src/tsup.ts'
