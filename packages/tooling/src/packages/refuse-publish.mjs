// `prepublishOnly` of every package. A folder is never published: `npm publish` would leave `workspace:*` and `catalog:` in
// package.json, and nobody could install the package. The release uploads tarballs that were checked, for which npm runs
// no script of the package.
console.error(
  [
    '',
    'This package is not published from its folder.',
    '`npm publish` would leave `workspace:*` and `catalog:` in its package.json, and nobody could install it.',
    '',
    '  pnpm release --dry-run   packs all packages, checks them as a user gets them, and uploads nothing',
    '  pnpm release             the same, then uploads these tarballs',
    '  pnpm pack:all            puts tarballs into ./tarballs, to use the packages without a registry',
    '',
    'docs/releasing.md describes a release.',
    '',
  ].join('\n'),
)
process.exit(1)
