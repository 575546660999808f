import { agentsReport } from './agents.ts'
import { commitmentsReport } from './commitments.ts'
import { costByAgentReport } from './cost-by-agent.ts'
import { costByCloudReport } from './cost-by-cloud.ts'
import { costByClusterReport } from './cost-by-cluster.ts'
import { placementsReport } from './placements.ts'
import { preferencesReport } from './preferences.ts'
import { priceChangesReport } from './price-changes.ts'
import type { Report } from './report.ts'
import { spotOffersReport } from './spot-offers.ts'
import { stepsReport } from './steps.ts'
import { strategiesReport } from './strategies.ts'

/** Every report that there is: a new one is a file and a line here. */
export const REPORTS: readonly Report[] = [
  strategiesReport,
  preferencesReport,
  costByAgentReport,
  costByClusterReport,
  costByCloudReport,
  commitmentsReport,
  priceChangesReport,
  spotOffersReport,
  agentsReport,
  placementsReport,
  stepsReport,
]
