/** To the minute, for tables. */
export const minuteText = (isoDateTime: string): string => `${isoDateTime.slice(0, 16)}Z`
