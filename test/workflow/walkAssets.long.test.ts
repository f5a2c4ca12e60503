import { walkThrough } from './walked.ts'

walkThrough('assets', 'someOfEachState')
