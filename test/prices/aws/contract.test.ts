import { priceSourceContract, type StandIn, type StandInAnswer } from '../../contract/price-source.ts'
import { awsAt } from './aws-for-tests.ts'
import { instanceTypes, listingOf, M5_TYPE, priceList, product, spotAdvice, spotHistory, tokenOf } from './stand-in.ts'

const abroad = { regionCode: 'us-east-1', location: 'US East (N. Virginia)' }
const big = { attributes: { instanceType: 'm5.xlarge' }, price: { USD: '0.214' } }
const ANSWERS: Readonly<Record<string, readonly StandInAnswer[]>> = {
  'aws-pricing': [priceList([product(), product({ attributes: abroad })], 'page-2'), priceList([product(big)])],
  'aws-spot': [spotHistory([{}, { zone: 'us-east-1a' }], 'page-2'), spotHistory([{ zone: 'eu-west-1b' }])],
  'aws-shapes': [instanceTypes([M5_TYPE], 'page-2'), instanceTypes([{ ...M5_TYPE, instanceType: 'm5.xlarge' }])],
  'aws-spot-advisor': [spotAdvice({ 'eu-west-1': { Linux: { 'm5.large': { s: 60, r: 1 } }, Windows: { 'm5.large': { s: 40, r: 2 } } } })],
}

const refusedCall: StandInAnswer = {
  status: 400,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: 'ExpiredTokenException', message: 'The security token SESSION-TOKEN included in the request is expired' }),
}
const refusedEc2: StandInAnswer = {
  status: 400,
  type: 'text/xml;charset=UTF-8',
  body: '<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to validate SESSION-TOKEN</Message></Error></Errors><RequestID>r-1</RequestID></Response>',
}

const EXPIRED: Readonly<Record<string, StandInAnswer>> = { 'aws-pricing': refusedCall, 'aws-spot': refusedEc2, 'aws-shapes': refusedEc2 }

const standIn: StandIn = {
  answer: (request) => ANSWERS[listingOf(request)]![tokenOf(request) === '' ? 0 : 1]!,
  paged: ['aws-pricing', 'aws-spot', 'aws-shapes'],
  endless: (request, page) => {
    const [instanceType, next] = [`m5.${page}xlarge`, `page-${page + 1}`]
    if (listingOf(request) === 'aws-pricing') return priceList([product({ attributes: { instanceType } })], next)
    if (listingOf(request) === 'aws-spot') return spotHistory([{ type: instanceType }], next)
    return instanceTypes([{ ...M5_TYPE, instanceType }], next)
  },
  expired: (listing) => EXPIRED[listing],
  secrets: ['SESSION-TOKEN', 'Authorization', 'AWS4-HMAC-SHA256', 'Credential=', 'Signature='],
}

priceSourceContract('aws', {
  region: 'eu-west-1',
  standIn,
  source: (base, { calls, mostPages }) => awsAt(base, { limits: calls, mostPages }),
})
