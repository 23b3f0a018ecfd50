# Mazziotta-Pareto indices computed by the R package Compind 3.4 on five columns of the ASEM data.
# Rscript tests/golden/compind.R IDATA.csv | gzip -9n > tests/golden/data/compind.csv.gz
suppressMessages(library(Compind))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
codes <- c("LPI", "Cov4G", "Goods", "Renew", "Palma")
data <- data[complete.cases(data[, codes]), c("uCode", codes)]
polarity <- c("POS", "POS", "POS", "POS", "NEG")
z <- suppressMessages(normalise_ci(data, 2:6, polarity, method = 1, z.mean = 100, z.std = 10))
options(digits = 15)
write.csv(data.frame(data,
  mpi = suppressMessages(ci_mpi(z$ci_norm, 1:5, penalty = "POS"))$ci_mpi_est,
  mpi_plus = suppressMessages(ci_mpi(z$ci_norm, 1:5, penalty = "NEG"))$ci_mpi_est,
  ampi = ci_ampi(data, 2:6, gp = colMeans(data[, codes]), time = rep(1, nrow(data)),
                 polarity = polarity, penalty = "NEG")$ci_ampi_est[, 1]
), row.names = FALSE, quote = FALSE)
