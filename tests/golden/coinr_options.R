# Other choices of normalisation, aggregation and treatment, computed by the R package COINr on its
# own data. Rscript tests/golden/coinr_options.R | gzip -9n > tests/golden/data/coinr_options.csv.gz
suppressMessages(library(COINr))
options(digits = 17)

run <- function(name, norm, para = NULL, mean = "a_amean", treat = FALSE, thresh = NULL) {
  coin <- suppressMessages(new_coin(ASEM_iData, ASEM_iMeta, quietly = TRUE))
  dset <- "Raw"
  if (treat) {
    coin <- suppressMessages(Treat(coin, dset = "Raw", global_specs = list(
      f1 = "winsorise", f1_para = list(winmax = 5, skew_thresh = 2, kurt_thresh = 3.5),
      f_pass = "check_SkewKurt", f_pass_para = list(skew_thresh = 2, kurt_thresh = 3.5))))
    dset <- "Treated"
  }
  specs <- list(f_n = norm)
  if (!is.null(para)) specs$f_n_para <- para
  coin <- suppressMessages(Normalise(coin, dset = dset, global_specs = specs))
  coin <- suppressMessages(Aggregate(coin, dset = "Normalised", f_ag = mean, dat_thresh = thresh))
  data <- get_dset(coin, "Aggregated")
  data <- data[, c("uCode", "Physical", "Political", "Conn", "Sust", "Index")]
  cbind(wahl = name, data)
}

one <- list(l_u = c(1, 100))
frames <- list(
  run("zscore", "n_zscore"),
  run("zscore_10_3", "n_zscore", list(m_sd = c(10, 3))),
  run("rang", "n_rank"),
  run("borda", "n_borda"),
  run("prozentrang", "n_prank"),
  run("maximum", "n_dist2max"),
  run("ziel", "n_dist2targ", "use_iMeta"),
  run("geometrisch", "n_minmax", one, "a_gmean"),
  run("harmonisch", "n_minmax", one, "a_hmean"),
  run("schwelle", "n_minmax", one, thresh = 0.9),
  run("winsor", "n_minmax", one, treat = TRUE)
)
write.csv(do.call(rbind, frames), row.names = FALSE, na = "", quote = FALSE)
