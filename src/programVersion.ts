import packaged from '../package.json' with { type: 'json' }

/** The version of this program, `0.1.0`: not that of the schemas. */
export const programVersion = packaged.version
