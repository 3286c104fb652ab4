import { build } from 'tsup'

/**
 * Builds a package's JavaScript, as its `tsup.config.ts` says. All packages are built in one process, which is several
 * times as fast as a process for each.
 */
export const bundle = async (/** @type {string} */ folder) => {
  // tsup reads the package from the working directory; esbuild would stay in the one where it was started
  process.chdir(folder)
  await build({
    esbuildOptions: (options) => {
      options.absWorkingDir = folder
    },
  })
}
