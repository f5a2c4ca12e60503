import { playAtDesks } from '../support/deskPlays.ts'

playAtDesks('evidence', 'inArabic')
