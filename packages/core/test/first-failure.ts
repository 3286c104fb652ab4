// For mutation tests: the first failure of a property is enough to notice a change, nobody reads a smaller one.
import fc from 'fast-check'

fc.configureGlobal({ endOnFailure: true })
