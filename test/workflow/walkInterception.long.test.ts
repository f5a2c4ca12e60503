import { walkThrough } from './walked.ts'

walkThrough('interception', 'someOfEachState')
