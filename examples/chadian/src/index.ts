export * from './divisions.js'
export { baseId } from './base.js'
export * from './story.js'
