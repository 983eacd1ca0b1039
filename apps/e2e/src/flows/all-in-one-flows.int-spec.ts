import { type Composition, startAllInOne } from '../harness/composition';
import { describeFlows } from './describe-flows';

describeFlows('one process on the embedded default', (): Promise<Composition> => startAllInOne());
