import { walkThrough } from '../workflow/walked.ts'

walkThrough('assets', 'everywhere')
