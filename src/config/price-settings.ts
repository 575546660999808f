import { Type } from 'typebox'
import type { Hours, Seconds, Share } from '../domain/units.ts'
import { choice, number, text } from './setting-kinds.ts'

/** What concerns live prices: where they come from, how they are asked for, and how far they are believed. */
export const PRICE_SETTINGS = {
  prices: choice(['bundled', 'live'], {
    default: 'bundled',
    description:
      'What plans are made with: the prices that come with Ballast, or those that it read itself; the nightly run reads them first',
  }),
  priceSources: Type.String({
    default: 'aws,azure,gcp',
    pattern: '^(aws|azure|azure-ratecard|gcp|bundled|file)(,(aws|azure|azure-ratecard|gcp|bundled|file))*$',
    description: 'Who is asked for prices where the command line names nobody',
  }),
  priceRegions: Type.String({
    default: '',
    description:
      'Regions whose prices are read, by their names with commas between; empty: every region that a source knows; a night reads them besides those of its fleet',
  }),
  priceFile: Type.String({ default: '', description: 'Your own negotiated prices, commitments and rules, read by the source `file`' }),
  priceCurrency: Type.String({ default: 'USD', pattern: '^[A-Z]{3}$', description: 'The currency that prices are asked for in' }),
  exchangeRates: Type.String({
    default: '',
    pattern: '^([A-Z]{3}=(?=[0-9.]*[1-9])[0-9]*\\.?[0-9]+(,[A-Z]{3}=(?=[0-9.]*[1-9])[0-9]*\\.?[0-9]+)*)?$',
    unit: 'USD for one unit',
    description: 'What other currencies are worth, such as `EUR=1.08,GBP=1.27`; a price in one that is not named is refused',
  }),
  awsPricingUrl: text({ default: 'https://api.pricing.us-east-1.amazonaws.com', description: 'AWS Price List API' }),
  awsEc2Url: text({ default: 'https://ec2.{region}.amazonaws.com', description: 'Amazon EC2 API; `{region}` stands for each region' }),
  awsSpotAdvisorUrl: text({
    default: 'https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json',
    description: "AWS Spot Instance Advisor's data",
  }),
  awsPricingBurst: number({ default: 10, minimum: 1, unit: 'calls', description: 'Calls that the AWS Price List API takes at once' }),
  awsPricingCallsPerSecond: number({
    default: 5,
    exclusiveMinimum: 0,
    unit: 'calls/s',
    description: 'And after them, as AWS documents it',
  }),
  azureRetailUrl: text({ default: 'https://prices.azure.com', description: 'Azure Retail Prices API' }),
  azureManagementUrl: text({ default: 'https://management.azure.com', description: 'Azure Resource Manager: Resource SKUs and RateCard' }),
  azureSubscriptionId: Type.String({
    default: '',
    description: 'Subscription whose Resource SKUs and RateCard are read; empty: they are not',
  }),
  azureOfferId: text({ default: 'MS-AZR-0003P', description: "RateCard's offer: pay-as-you-go" }),
  azureRateCardRegion: text({ default: 'US', description: "RateCard's RegionInfo: the country where the offer was bought (ISO 3166-1)" }),
  gcpBillingUrl: text({ default: 'https://cloudbilling.googleapis.com', description: 'Google Cloud Billing Catalog API' }),
  priceDeadlineSeconds: number<Seconds>({
    default: 900,
    exclusiveMinimum: 0,
    unit: 's',
    description: 'The longest that reading all prices may take',
  }),
  priceCallTimeoutSeconds: number<Seconds>({
    default: 60,
    exclusiveMinimum: 0,
    unit: 's',
    description: 'The longest that one call may take',
  }),
  priceCallAttempts: Type.Integer({
    default: 5,
    minimum: 1,
    unit: 'tries',
    description: 'How often a call is tried that fails in passing',
  }),
  priceBackoffSeconds: number<Seconds>({
    default: 0.5,
    minimum: 0,
    unit: 's',
    description: 'Before the second try; doubles with each, up to 30 s',
  }),
  priceFeedsPerHost: Type.Integer({
    default: 4,
    minimum: 1,
    unit: 'feeds',
    description: 'How many listings of one host are read side by side',
  }),
  priceMostPages: Type.Integer({ default: 250, minimum: 1, unit: 'pages', description: 'A listing that is longer counts as endless' }),
  mostClockSkewSeconds: number<Seconds>({
    default: 300,
    minimum: 1,
    unit: 's',
    description: 'How far the clock may be off from a server’s',
  }),
  onDemandPricesValidHours: number<Hours>({
    default: 72,
    exclusiveMinimum: 0,
    unit: 'h',
    description: 'On-demand prices that are older are stale',
  }),
  spotPricesValidHours: number<Hours>({ default: 26, exclusiveMinimum: 0, unit: 'h', description: 'Spot prices that are older are stale' }),
  leastPriceCompleteness: number<Share>({
    default: 0.9,
    minimum: 0,
    maximum: 1,
    unit: 'share',
    description: 'Share of the prices known before that an answer must list again; one that lists less is not believed',
  }),
  mostPriceJump: number({
    default: 3,
    exclusiveMinimum: 1,
    unit: 'times',
    description: 'A price that rises or falls by more is set aside until it is seen twice',
  }),
  priceHistoryDays: Type.Integer({ default: 400, minimum: 1, unit: 'days', description: 'How long past prices are kept' }),
  priceHistoryFullDays: Type.Integer({
    default: 35,
    minimum: 1,
    unit: 'days',
    description: 'How long every change of a price is kept; of what is older, the last of each day',
  }),
  spotRefusalHours: number<Hours>({
    default: 6,
    minimum: 0,
    unit: 'h',
    description: 'How long a spot offer that could not be had counts as dearer',
  }),
  spotRefusalFactor: number({ default: 1.5, minimum: 1, unit: 'times', description: 'By how much, just after it was refused' }),
  priceMetricsFile: Type.String({
    default: '',
    description: 'Where metrics of prices are written for Prometheus (text format); empty: nowhere',
  }),
}
