import { expect, it } from 'vitest'
import { awsSource } from '../../../src/prices/aws/source.ts'
import { BRISK } from '../calls-for-tests.ts'

const ADVISOR = 'https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json'
const parts = {
  regions: ['eu-west-1'],
  limits: BRISK,
  exchange: { asked: 'USD', usdPerUnit: new Map() },
  mostClockSkewSeconds: 300,
  mostPages: 5,
}
const listings = (base: string, awsSpotAdvisorUrl: string) => {
  const settings = { awsPricingUrl: base, awsEc2Url: base, awsSpotAdvisorUrl, awsPricingBurst: 10, awsPricingCallsPerSecond: 5 }
  return awsSource(parts, settings)
    .feeds()
    .map(({ listing }) => listing)
}

it('where AWS is replayed on this machine, the true Spot Instance Advisor is not asked', () => {
  expect(listings('http://127.0.0.1:9', ADVISOR)).toEqual(['aws-pricing', 'aws-spot', 'aws-shapes'])
  expect(listings('http://127.0.0.1:9', 'http://127.0.0.1:9/advisor')).toContain('aws-spot-advisor')
  expect(listings('https://api.pricing.us-east-1.amazonaws.com', ADVISOR)).toContain('aws-spot-advisor')
})
