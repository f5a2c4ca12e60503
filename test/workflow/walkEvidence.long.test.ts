import { walkThrough } from './walked.ts'

walkThrough('evidence', 'someOfEachState')
