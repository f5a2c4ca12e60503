import { walkThrough } from './walked.ts'

walkThrough('persons', 'someOfEachState')
