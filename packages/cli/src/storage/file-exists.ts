import { statSync } from 'node:fs'

/** Unlike `existsSync` it throws where it cannot know, as in a folder that may not be searched. */
export const fileExists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined
