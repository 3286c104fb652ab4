import { describe, expect, it } from 'vitest'
import { obstaclesOf, type ReleaseState } from '../src/packages/release-obstacles.ts'

const ready: ReleaseState = {
  versions: ['0.2.0'],
  placeholders: [],
  outdatedFiles: [],
  pendingChangesets: [],
  withoutChangelog: [],
  hasChanges: false,
  branch: 'main',
  isTagged: false,
}

describe('a release', () => {
  it('is possible from a clean main with all versions and changelogs written', () => {
    expect(obstaclesOf(ready)).toEqual([])
  })

  it.each<[changed: Partial<ReleaseState>, obstacle: string]>([
    [
      { placeholders: ['https://github.com/OWNER/skein'] },
      'project.json still has the placeholder https://github.com/OWNER/skein: write the real value, run `pnpm stamp`.',
    ],
    [{ outdatedFiles: ['SECURITY.md'] }, 'SECURITY.md differs from project.json: run `pnpm stamp`.'],
    [
      { versions: ['0.1.0', '0.2.0'] },
      'the packages have several versions (0.1.0, 0.2.0): run `pnpm changeset version`.',
    ],
    [
      { pendingChangesets: ['brave-geese.md'] },
      'the changeset brave-geese.md is in no version: run `pnpm changeset version` and commit.',
    ],
    [{ withoutChangelog: ['packages/core'] }, 'packages/core/CHANGELOG.md has no entry for 0.2.0.'],
    [{ hasChanges: true }, 'the work tree has changes: commit them.'],
    [{ branch: 'idea' }, 'the branch is idea: release from main.'],
    [{ isTagged: true }, 'the tag v0.2.0 exists: this version was released.'],
  ])('with %j is refused, with what to do', (changed, obstacle) => {
    expect(obstaclesOf({ ...ready, ...changed })).toEqual([obstacle])
  })
})
