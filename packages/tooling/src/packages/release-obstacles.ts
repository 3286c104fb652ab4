/** What a release depends on. */
export interface ReleaseState {
  /** The versions of the packages; one if all is well. */
  readonly versions: readonly string[]
  /** Values of `project.json` that were never filled in. */
  readonly placeholders: readonly string[]
  /** Files that do not repeat `project.json` as it is. */
  readonly outdatedFiles: readonly string[]
  readonly pendingChangesets: readonly string[]
  /** Packages whose changelog has no entry for their version. */
  readonly withoutChangelog: readonly string[]
  readonly hasChanges: boolean
  readonly branch: string
  readonly isTagged: boolean
}

/** Why there can be no release from this state: a sentence for each reason, with what to do. */
export const obstaclesOf = (state: ReleaseState): readonly string[] => {
  const version = state.versions.join(', ')
  return [
    ...state.placeholders.map(
      (value) => `project.json still has the placeholder ${value}: write the real value, run \`pnpm stamp\`.`,
    ),
    ...state.outdatedFiles.map((path) => `${path} differs from project.json: run \`pnpm stamp\`.`),
    ...(state.versions.length === 1
      ? []
      : [`the packages have several versions (${version}): run \`pnpm changeset version\`.`]),
    ...state.pendingChangesets.map(
      (name) => `the changeset ${name} is in no version: run \`pnpm changeset version\` and commit.`,
    ),
    ...state.withoutChangelog.map((folder) => `${folder}/CHANGELOG.md has no entry for ${version}.`),
    ...(state.hasChanges ? ['the work tree has changes: commit them.'] : []),
    ...(state.branch === 'main' ? [] : [`the branch is ${state.branch || 'none'}: release from main.`]),
    ...(state.isTagged ? [`the tag v${version} exists: this version was released.`] : []),
  ]
}
