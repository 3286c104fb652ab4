import { expect, it } from 'vitest'
import { accessPage } from './access-page.js'
import { storageWithExamples } from './fixture.js'

// `pnpm docs:access` writes the page
it('docs/http-access.md is what the server does', async () => {
  await expect(await accessPage(await storageWithExamples())).toMatchFileSnapshot('../../../docs/http-access.md')
})
