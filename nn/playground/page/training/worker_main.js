// What a Worker of the playground is started with.

import { serve } from "./worker.js";

serve(self);
