# Reference numbers for denominating, weights from PCA, Cronbach's alpha, correlations and the
# removal of indicators: R package COINr 1.1.14 on its own ASEM data.
# Rscript coinr.R FOLDER
suppressMessages(library(COINr))
folder <- commandArgs(TRUE)[1]
put <- function(x, name) write.csv(x, gzfile(file.path(folder, paste0("coinr_", name, ".csv.gz"))), row.names = FALSE)
coin <- new_coin(ASEM_iData, ASEM_iMeta, quietly = TRUE)
den <- suppressMessages(Denominate(coin, dset = "Raw"))
put(get_dset(den, "Denominated"), "denominated")
norm <- suppressMessages(Normalise(coin, dset = "Raw", global_specs = list(f_n = "n_minmax", f_n_para = list(c(1, 100)))))
norm <- suppressMessages(Aggregate(norm, dset = "Normalised", f_ag = "a_amean"))
parents <- unique(coin$Meta$Lineage[[2]])
pca <- suppressWarnings(get_PCA(norm, dset = "Aggregated", Level = 1, nowarnings = TRUE))
rows <- lapply(parents, function(p) {
  res <- pca$PCAresults[[p]]
  data.frame(parent = p, code = res$iCodes, loading = res$wts,
             share = res$PCAres$sdev[1]^2 / sum(res$PCAres$sdev^2), n = nrow(res$PCAres$x))
})
put(do.call(rbind, rows), "pca")
put(data.frame(parent = parents, alpha = sapply(parents, function(p)
  get_cronbach(norm, dset = "Aggregated", iCodes = p, Level = 1))), "alpha")
corr <- lapply(c("pearson", "spearman"), function(m) {
  x <- get_corr(norm, dset = "Aggregated", iCodes = list("ConEcFin"), Levels = 1,
                cortype = m, pval = 0, withparent = FALSE)
  data.frame(method = m, x)
})
put(do.call(rbind, corr), "correlations")

out <- suppressMessages(remove_elements(norm, Level = 2, dset = "Aggregated", iCode = "Index", quietly = TRUE))
put(out$Scores, "removed_scores")
put(data.frame(code = names(out$MeanAbsDiff), diff = out$MeanAbsDiff), "removed_ranks")

# Five years on one scale: one pillar of the panel.
codes <- ASEM_iMeta$iCode[ASEM_iMeta$Parent %in% "Physical"]
purse <- new_coin(ASEM_iData_p, ASEM_iMeta, split_to = "all", quietly = TRUE)
purse <- suppressMessages(Normalise(purse, dset = "Raw", global = TRUE,
                                    global_specs = list(f_n = "n_minmax", f_n_para = list(c(1, 100)))))
put(ASEM_iData_p[c("uCode", "Time", codes)], "panel")
put(get_dset(purse, "Normalised")[c("uCode", "Time", codes)], "panel_normalised")
