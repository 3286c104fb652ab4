import { readFileSync } from 'node:fs'

// sound: this package's own manifest, one folder above both src and dist
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

export const { version } = manifest
