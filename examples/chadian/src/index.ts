export { baseId } from './base.js'
export * from './divisions.js'
export * from './story.js'
