export { optimiseSchedule, type ScheduleOptions, type ScheduleProgress } from './optimise-schedule.ts'
