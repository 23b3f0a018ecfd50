# The R package COINr on the same work: all weights varied by up to 25 %, the index regenerated,
# ranks and their 5 and 95 % limits. Rscript coinr_asem.R REPLICATIONS; one line per case.
suppressMessages(library(COINr))
draws <- as.integer(commandArgs(trailingOnly = TRUE)[1])
set.seed(1)

measure <- function(name, data, meta) {
  coin <- suppressMessages(new_coin(data, meta, quietly = TRUE))
  coin <- suppressMessages(Normalise(coin, dset = "Raw",
    global_specs = list(f_n = "n_minmax", f_n_para = list(l_u = c(1, 100)))))
  coin <- suppressMessages(Aggregate(coin, dset = "Normalised", f_ag = "a_amean"))
  weights <- coin$Meta$Weights$Original
  levels <- data.frame(Level = seq_len(max(weights$Level) - 1), NoiseFactor = 0.25)
  specs <- list(weights = list(
    Address = "$Log$Aggregate$w", Type = "discrete",
    Distribution = get_noisy_weights(weights, noise_specs = levels, Nrep = draws)))
  time <- system.time(suppressMessages(get_sensitivity(coin, SA_specs = specs, N = draws,
    SA_type = "UA", dset = "Aggregated", iCode = "Index", quietly = TRUE)))
  cat(name, time[["elapsed"]], "\n")
}

# 542 areas with 12 indicators in four groups, as large as the planning areas of Berlin
wide <- as.data.frame(matrix(runif(542 * 12, 0, 100), nrow = 542))
names(wide) <- paste0("x", 1:12)
wide <- cbind(uCode = sprintf("g%03d", 1:542), wide)
meta <- rbind(
  data.frame(iCode = paste0("x", 1:12), Parent = rep(paste0("g", 1:4), each = 3), Level = 1,
             Type = "Indicator"),
  data.frame(iCode = paste0("g", 1:4), Parent = "Index", Level = 2, Type = "Aggregate"),
  data.frame(iCode = "Index", Parent = NA, Level = 3, Type = "Aggregate"))
meta$Direction <- 1
meta$Weight <- 1

measure("asem", ASEM_iData, ASEM_iMeta)
measure("542x12", wide, meta)
