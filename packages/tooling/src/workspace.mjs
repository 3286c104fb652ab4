import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './toolchain.mjs'

/**
 * @typedef {{ name: string, version: string, private?: boolean, scripts?: Record<string, string>, dependencies?: Record<string, string>, devDependencies?: Record<string, string>, bin?: Record<string, string>, exports?: Record<string, unknown> }} Manifest
 * @typedef {{ folder: string, manifest: Manifest }} Package
 */

/** Every package of the workspace; folders are paths from the root. @returns {Package[]} */
export const packages = () =>
  ['packages', 'examples']
    .flatMap((parent) =>
      existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
    )
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))

/** The workspace's packages that a package needs to be built and tested. */
export const needs = (/** @type {Manifest} */ { dependencies, devDependencies }) =>
  Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@skein/'))

/** Those with a build, each after the ones that it needs. */
export const builtPackages = () => {
  const built = packages().filter(({ manifest }) => manifest.scripts?.build)
  /** @type {Package[]} */
  const ordered = []
  const visit = (/** @type {Package} */ one) => {
    if (ordered.includes(one)) return
    for (const other of built) if (needs(one.manifest).includes(other.manifest.name)) visit(other)
    ordered.push(one)
  }
  built.forEach(visit)
  return ordered
}

/** Those that are published, each after the ones that it needs. */
export const publishedPackages = () => builtPackages().filter(({ manifest }) => !manifest.private)

/** Files below a folder, as paths from the root. @param {string} folder @returns {string[]} */
export const filesBelow = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
      )
    : []
