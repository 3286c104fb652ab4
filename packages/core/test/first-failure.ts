// For mutation tests: the first failure of a property shows that a change was noticed; it need not be shrunk.
import fc from 'fast-check'

fc.configureGlobal({ endOnFailure: true })
