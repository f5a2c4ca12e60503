import { walkThrough } from '../workflow/walked.ts'

walkThrough('persons', 'everywhere')
