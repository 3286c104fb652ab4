export { default } from '../tooling/src/tsup.ts'
